package cruddur.cli.db;

import cruddur.administration.DatabaseAdmin;
import cruddur.administration.Psql;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Target;
import cruddur.cli.common.Terminal;
import cruddur.operations.OperationException;
import cruddur.settings.Settings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `cruddur db connect`: psql, with all connection settings.
///
/// A class of its own, because from its first option on, all arguments are psql's.
@Command(
        name = "connect",
        description = "Open psql at the database.",
        customSynopsis = "cruddur db connect [-h] [TARGET] [-- ARGUMENT...]",
        footer = {
            "",
            "Wide rows are shown in expanded form. The password is passed without being shown.",
            "",
            "Example: cruddur db connect prod -- -c 'select count(*) from users'"
        })
final class ConnectCommand implements Callable<Integer> {

    private final Settings settings;
    private final Terminal terminal;

    @Parameters(
            arity = "0..*",
            paramLabel = "TARGET",
            description = "dev (the default) or prod; arguments after -- go to psql.")
    private List<String> words = List.of();

    ConnectCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        boolean named = !words.isEmpty() && !words.getFirst().startsWith("-");
        Target target = named ? Target.named(words.getFirst()) : Target.DEV;
        return open(target, words.subList(named ? 1 : 0, words.size()));
    }

    /// Ctrl-C belongs to psql: this process ends by it too, but after psql.
    private int open(Target target, List<String> arguments) {
        TargetDatabase place = new TargetDatabase(target, "cruddur db connect", settings, terminal);
        DatabaseAdmin database = place.toRead();
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
