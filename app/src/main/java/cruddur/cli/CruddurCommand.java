package cruddur.cli;

import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Settings;
import cruddur.cli.common.Target;
import cruddur.cli.common.Terminal;
import cruddur.cli.db.DbCommand;
import cruddur.cli.rds.RdsCommand;
import cruddur.operations.OperationException;
import cruddur.operations.UnreachableException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;

/// `cruddur` and its verbs.
@Command(
        name = "cruddur",
        description =
                "A micro-blogging service whose posts expire: the server and its operator's tool.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Begin with: cruddur up"})
public final class CruddurCommand {

    private final Map<String, String> environment;
    private final Terminal terminal;

    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Say how it is used.")
    private boolean help;

    private CruddurCommand(Map<String, String> environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    /// Runs one command line.
    ///
    /// @return the exit code
    public static int run(Map<String, String> environment, String... arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Terminal terminal = Terminal.of(out, err, environment);
        try {
            return commandLine(Settings.of(environment), terminal, called(arguments))
                    .setOut(out)
                    .setErr(err)
                    .setExecutionExceptionHandler((failure, _, _) -> exitCode(failure, terminal))
                    .execute(arguments);
        } catch (OperationException | IllegalArgumentException e) {
            return exitCode(e, terminal);
        }
    }

    private static CommandLine commandLine(Settings settings, Terminal terminal, String called) {
        Map<String, String> environment = settings.effective();
        return new CommandLine(new CruddurCommand(environment, terminal))
                .addSubcommand(new KeysCommand(environment, terminal).commandLine(called))
                .addSubcommand(new DbCommand(environment, terminal).commandLine(called))
                .addSubcommand(new UsersCommand(environment, terminal).commandLine(called))
                .addSubcommand(new RdsCommand(settings, terminal).commandLine(called))
                .addSubcommand(new ConfigCommand(settings, terminal));
    }

    private static String called(String... arguments) {
        return Stream.of(arguments).filter(word -> !word.startsWith("-")).findFirst().orElse("");
    }

    /// A failure is one sentence. Only a defect shows where it happened.
    private static <E extends Exception> int exitCode(E failure, Terminal terminal) throws E {
        int code =
                switch (failure) {
                    case UnreachableException _ -> ExitCode.UNREACHABLE;
                    case OperationException _ -> ExitCode.FAILED;
                    case IllegalArgumentException _ -> ExitCode.MISUSED;
                    default -> throw failure;
                };
        terminal.say(terminal.strong("Cruddur: ") + failure.getMessage());
        return code;
    }

    @Command(
            name = "up",
            description = "Run the whole system on this machine, with a PostgreSQL of its own.",
            footer = {
                "",
                "Its data stays in CRUDDUR_HOME (.cruddur in the checkout unless set). Ctrl-C stops it.",
                "",
                "Example: PORT=8080 cruddur up"
            })
    int up(
            @Option(
                            names = "--start-over",
                            description = "Delete the data of an earlier version, after asking.")
                    boolean startOver,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask.")
                    boolean yes) {
        return new Up(environment, terminal, startOver, yes).run();
    }

    @Command(
            name = "serve",
            description = "Run the server alone, on the database at CONNECTION_URL.",
            footer = {
                "",
                "On prod, the address is PROD_CONNECTION_URL. Beside an address without a password, PROD_CONNECTION_SECRET_ARN names a secret of AWS Secrets Manager that holds one, or PROD_CONNECTION_IAM_AUTH=true shows tokens of AWS IAM instead; without PROD_ they are for dev.",
                "",
                "Example: CONNECTION_URL=postgresql://me:secret@127.0.0.1/cruddur cruddur serve"
            })
    int serve(
            @Parameters(
                            paramLabel = "TARGET",
                            arity = "0..1",
                            defaultValue = "dev",
                            description =
                                    "dev (CONNECTION_URL, the default) or prod (PROD_CONNECTION_URL).")
                    String target) {
        return new Serving(environment, terminal, Target.named(target)).run();
    }
}
