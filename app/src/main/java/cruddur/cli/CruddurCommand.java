package cruddur.cli;

import cruddur.cli.common.ExitCode;
import cruddur.cli.common.SettingSources;
import cruddur.cli.common.Target;
import cruddur.cli.common.Terminal;
import cruddur.cli.db.DbCommand;
import cruddur.cli.rds.RdsCommand;
import cruddur.operations.OperationException;
import cruddur.operations.UnreachableException;
import cruddur.settings.Settings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// `cruddur` and its subcommands.
@Command(
        name = "cruddur",
        description = "A micro-blogging service whose posts expire: the server and its operator's tool.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Begin with: cruddur up"})
public final class CruddurCommand {

    private final Settings settings;
    private final Terminal terminal;

    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print this help.")
    private boolean help;

    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    private boolean version;

    private CruddurCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    /// Runs one command line on the terminal of this process.
    ///
    /// @return the exit code
    public static int run(Map<String, String> environment, String... arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        return run(environment, out, err, arguments);
    }

    /// Runs one command line, which writes its results to `out` and everything else to `err`.
    ///
    /// @return the exit code
    public static int run(Map<String, String> environment, PrintWriter out, PrintWriter err, String... arguments) {
        Terminal terminal = Terminal.of(out, err, new Settings(environment));
        try {
            return commandLine(SettingSources.of(environment), terminal, called(arguments))
                    .setOut(out)
                    .setErr(err)
                    .setExecutionExceptionHandler((failure, _, _) -> exitCode(failure, terminal))
                    .setParameterExceptionHandler((failure, _) -> misuse(failure, terminal))
                    .execute(arguments);
        } catch (OperationException | IllegalArgumentException e) {
            return exitCode(e, terminal);
        }
    }

    private static CommandLine commandLine(SettingSources sources, Terminal terminal, String called) {
        Settings settings = sources.settings();
        CommandLine cruddur = new CommandLine(new CruddurCommand(settings, terminal));
        cruddur.getCommandSpec().version(version());
        cruddur.addSubcommand(new KeysCommand(settings, terminal).commandLine(called))
                .addSubcommand(new DbCommand(settings, terminal).commandLine(called))
                .addSubcommand(new UsersCommand(settings, terminal).commandLine(called))
                .addSubcommand(new MetricsCommand(settings, terminal).commandLine(called))
                .addSubcommand(new ReportsCommand(settings, terminal).commandLine(called))
                .addSubcommand(new RdsCommand(sources, terminal).commandLine(called))
                .addSubcommand(new ConfigCommand(sources, terminal));
        return cruddur.registerConverter(UUID.class, CruddurCommand::uuid);
    }

    /// The version of the jar; null for classes outside a jar.
    private static String version() {
        String version = CruddurCommand.class.getPackage().getImplementationVersion();
        return "cruddur " + Objects.requireNonNullElse(version, "(not built)") + ", on Java " + Runtime.version();
    }

    private static String called(String... arguments) {
        return Stream.of(arguments)
                .filter(word -> !word.startsWith("-"))
                .findFirst()
                .orElse("");
    }

    /// Prints what is wrong with the command line, and the help.
    private static int misuse(ParameterException failure, Terminal terminal) {
        terminal.report("Cruddur: ", sentence(failure));
        if (!UnmatchedArgumentException.printSuggestions(failure, terminal.err())) {
            failure.getCommandLine().usage(terminal.err());
        }
        return ExitCode.MISUSED;
    }

    private static String sentence(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched) || unmatched.isUnknownOption()) {
            return String.valueOf(failure.getMessage());
        }
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        String word = unmatched.getUnmatched().getFirst();
        return command.getSubcommands().isEmpty()
                ? "%s takes no argument %s.".formatted(name, word)
                : "There is no command %s %s.".formatted(name, word);
    }

    private static UUID uuid(String written) {
        try {
            return UUID.fromString(written);
        } catch (IllegalArgumentException _) {
            throw new TypeConversionException("'" + written + "' is not a UUID");
        }
    }

    /// Prints a failure as one sentence. Only a defect prints a stack trace.
    private static <E extends Exception> int exitCode(E failure, Terminal terminal) throws E {
        int code = switch (failure) {
            case UnreachableException _ -> ExitCode.UNREACHABLE;
            case OperationException _ -> ExitCode.FAILED;
            case IllegalArgumentException _ -> ExitCode.MISUSED;
            default -> throw failure;
        };
        terminal.report("Cruddur: ", String.valueOf(failure.getMessage()));
        return code;
    }

    @Command(
            name = "up",
            description = "Run the whole system on this machine, with an embedded PostgreSQL.",
            footer = {
                "",
                "Its data stays in CRUDDUR_HOME (.cruddur in the checkout unless set). Ctrl-C stops it.",
                "",
                "Example: PORT=8080 cruddur up"
            })
    int up(
            @Option(names = "--start-over", description = "Delete the data of an earlier version, after asking.")
                    boolean startOver,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask.")
                    boolean yes) {
        return new Up(settings, terminal, startOver, yes).run();
    }

    @Command(
            name = "serve",
            description = "Run the server alone, on the database at CONNECTION_URL.",
            footer = {
                "",
                "On prod, the address is PROD_CONNECTION_URL. If it has no password, PROD_CONNECTION_SECRET_ARN names a secret of AWS Secrets Manager that holds one, or PROD_CONNECTION_IAM_AUTH=true uses tokens of AWS IAM. For dev, the names have no PROD_.",
                "",
                "With USER_POOL=built-in, it runs the built-in user pool. USER_POOL_SECRET encrypts the pool's keys in the database.",
                "",
                "Example: CONNECTION_URL=postgresql://me:secret@127.0.0.1/cruddur cruddur serve"
            })
    int serve(
            @Parameters(
                            paramLabel = "TARGET",
                            arity = "0..1",
                            defaultValue = "dev",
                            description = "dev (CONNECTION_URL, the default) or prod (PROD_CONNECTION_URL).")
                    String target,
            @Option(
                            names = "--demo",
                            description =
                                    "Load the schema and the seed world into an empty database, apply missing migrations, and print how to sign in.")
                    boolean isDemo) {
        return new Serving(settings, terminal, Target.named(target), isDemo).run();
    }
}
