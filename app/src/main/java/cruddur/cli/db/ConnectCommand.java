package cruddur.cli.db;

import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Target;
import cruddur.cli.common.Terminal;
import cruddur.operations.Databases;
import cruddur.operations.OperationException;
import cruddur.operations.Psql;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `cruddur db connect`: psql, with everything set.
///
/// A class of its own, because its words are psql's from the first on that looks like an option.
@Command(
        name = "connect",
        description = "Open psql at the database.",
        customSynopsis = "cruddur db connect [-h] [TARGET] [-- ARGUMENT...]",
        footer = {
            "",
            "Wide rows are shown upright. The password is handed over unseen.",
            "",
            "Example: cruddur db connect prod -- -c 'select count(*) from users'"
        })
final class ConnectCommand implements Callable<Integer> {

    private final Map<String, String> environment;
    private final Terminal terminal;

    @Parameters(
            arity = "0..*",
            paramLabel = "TARGET",
            description = "dev (the default) or prod; behind --, what psql is to be told.")
    private List<String> words = List.of();

    ConnectCommand(Map<String, String> environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        boolean named = !words.isEmpty() && !words.getFirst().startsWith("-");
        Target target = named ? Target.named(words.getFirst()) : Target.DEV;
        return open(target, words.subList(named ? 1 : 0, words.size()));
    }

    /// Ctrl-C is psql's: this process ends by it too, but not before psql does.
    private int open(Target target, List<String> arguments) {
        TargetDatabase place =
                new TargetDatabase(target, "cruddur db connect", environment, terminal);
        Databases database = place.toRead();
        Process psql = new Psql(database.url()).start(arguments);
        place.shutdown().alsoStop(() -> exitCode(psql));
        return exitCode(psql) == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static int exitCode(Process psql) {
        try {
            return psql.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("Interrupted while psql ran", e);
        }
    }
}
