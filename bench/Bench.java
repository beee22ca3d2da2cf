package bench;

import cruddur.embedded.DataFolder;
import cruddur.operations.OperationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bin/bench`: compares the server with PostgreSQL alone, on this machine, and prints which
/// targets it meets.
@Command(
        name = "bench",
        description = "Measure the server against what PostgreSQL alone can do on this machine.",
        subcommands = LiveCommand.class,
        footer = {
            "",
            "A full run takes about 17 minutes, in which nothing else should be running.",
            "Its PostgreSQL takes 2 GB of disk, and stays filled for the next run of the day."
        })
public final class Bench implements Callable<Integer> {

    private static final Words WORDS = Words.ofThisTerminal();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    private boolean help;

    @Parameters(paramLabel = "WHAT", description = "What to measure: ${COMPLETION-CANDIDATES} (everything).")
    private List<Group> groups = List.of();

    @Option(names = "--quick", description = "Small and short, to see that everything works: a minute or two.")
    private boolean quick;

    @Option(names = "--cruds", paramLabel = "N", description = "Living cruds in the database (1000000).")
    private Optional<Integer> cruds = Optional.empty();

    @Option(names = "--people", paramLabel = "N", description = "People who posted them (10000).")
    private Optional<Integer> people = Optional.empty();

    @Option(names = "--seconds", paramLabel = "S", description = "How long one measurement takes (10).")
    private Optional<Integer> seconds = Optional.empty();

    @Option(names = "--rounds", paramLabel = "R", description = "How often each is repeated, in turn (3).")
    private Optional<Integer> rounds = Optional.empty();

    @Option(names = "--data", paramLabel = "FOLDER", description = "Where its PostgreSQL lies (app/target/bench).")
    private Path data = Path.of(System.getProperty("cruddur.checkout", "."), "app", "target", "bench");

    @Option(names = "--markdown", paramLabel = "FILE", description = "Write the report there, too.")
    private Optional<Path> markdown = Optional.empty();

    public static void main(String[] arguments) {
        // Figures are formatted the same in every locale.
        Locale.setDefault(Locale.ROOT);
        // When this process ends, also by an exit, it stops all processes that it has started.
        System.exit(new CommandLine(new Bench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, _, _) -> exitCode(failure))
                .execute(arguments));
    }

    /// A failure is printed as one sentence. Only a defect prints a stack trace.
    private static int exitCode(Exception failure) throws Exception {
        return switch (failure) {
            case OperationException e -> WORDS.failure(e.getMessage(), 1);
            case IllegalArgumentException e -> WORDS.failure(e.getMessage(), 2);
            // Of two loads at the same time.
            case CompletionException e
            when e.getCause() instanceof OperationException cause -> WORDS.failure(cause.getMessage(), 1);
            default -> throw failure;
        };
    }

    @Override
    public Integer call() {
        Plan plan = plan();
        Ending.alsoStop(WORDS::clear);
        Tool.require(Tool.WRK, Tool.PGBENCH);
        markdown.ifPresent(Bench::requireFolder);
        double load = Machine.loadAverage();
        Scratch scratch = Scratch.start(DataFolder.at(data.toAbsolutePath()), WORDS::step);
        Figures figures = new Rounds(plan, chosen(), scratch, WORDS::step).measured();
        String report = new Report(plan, figures, Machine.here(scratch, load)).text();
        WORDS.report(report);
        markdown.ifPresent(file -> write(file, report));
        return 0;
    }

    private Set<Group> chosen() {
        return groups.isEmpty() ? EnumSet.allOf(Group.class) : EnumSet.copyOf(groups);
    }

    private Plan plan() {
        Plan usual = quick ? Plan.QUICK : Plan.FULL;
        return new Plan(
                cruds.orElse(usual.cruds()),
                people.orElse(usual.people()),
                usual.warmUp(),
                seconds.orElse(usual.seconds()),
                rounds.orElse(usual.rounds()));
    }

    /// Checked before the long work, not after it.
    private static void requireFolder(Path file) {
        if (!Files.isDirectory(file.toAbsolutePath().getParent())) {
            throw new OperationException("There is no folder to write " + file + " to.");
        }
    }

    private static void write(Path file, String report) {
        try {
            Files.writeString(file, report);
        } catch (IOException e) {
            throw new OperationException("Cannot write the report to " + file + ": " + e.getMessage(), e);
        }
    }
}
