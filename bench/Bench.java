package bench;

import cruddur.operations.DataFolder;
import cruddur.operations.OperationException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `bin/bench`: measures the server against PostgreSQL alone, on this machine, and says which
/// targets it meets.
@Command(
        name = "bench",
        description = "Measure the server against what PostgreSQL alone can do on this machine.",
        footer = {
            "",
            "A full run takes about 12 minutes, in which nothing else should be running.",
            "Its PostgreSQL takes 2 GB of disk, and stays filled for the next run of the day."
        })
public final class Bench implements Callable<Integer> {

    private static final Words WORDS = Words.ofThisTerminal();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Say how it is used.")
    private boolean help;

    @Option(
            names = "--quick",
            description = "Small and short, to see that everything works: a minute or two.")
    private boolean quick;

    @Option(
            names = "--cruds",
            paramLabel = "N",
            description = "Living cruds in the database (1000000).")
    private Optional<Integer> cruds = Optional.empty();

    @Option(names = "--people", paramLabel = "N", description = "People who posted them (10000).")
    private Optional<Integer> people = Optional.empty();

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How long one measurement takes (10).")
    private Optional<Integer> seconds = Optional.empty();

    @Option(
            names = "--rounds",
            paramLabel = "R",
            description = "How often each is repeated, in turn (3).")
    private Optional<Integer> rounds = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "Where its PostgreSQL lies (app/target/bench).")
    private Path data =
            Path.of(System.getProperty("cruddur.checkout", "."), "app", "target", "bench");

    @Option(names = "--markdown", paramLabel = "FILE", description = "Write the report there, too.")
    private Optional<Path> markdown = Optional.empty();

    public static void main(String[] arguments) {
        // Figures look the same everywhere.
        Locale.setDefault(Locale.ROOT);
        // Whatever ends this process, the exit included, stops all that it has started.
        System.exit(
                new CommandLine(new Bench())
                        .setExecutionExceptionHandler((failure, _, _) -> exitCode(failure))
                        .execute(arguments));
    }

    /// A failure is one sentence. Only a defect shows where it happened.
    private static int exitCode(Exception failure) throws Exception {
        return switch (failure) {
            case OperationException e -> WORDS.failure(e.getMessage(), 1);
            case IllegalArgumentException e -> WORDS.failure(e.getMessage(), 2);
            default -> throw failure;
        };
    }

    @Override
    public Integer call() {
        Plan plan = plan();
        Ending.alsoStop(WORDS::clear);
        Tools.require();
        markdown.ifPresent(Bench::requireFolder);
        Scratch scratch = Scratch.start(DataFolder.at(data.toAbsolutePath()), WORDS::step);
        Figures figures = new Rounds(plan, scratch, WORDS::step).measured();
        String report = new Report(plan, figures, Machine.here(scratch)).text();
        WORDS.report(report);
        markdown.ifPresent(file -> write(file, report));
        return 0;
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

    /// Before the long work, not after it.
    private static void requireFolder(Path file) {
        if (!Files.isDirectory(file.toAbsolutePath().getParent())) {
            throw new OperationException("There is no folder to write " + file + " to.");
        }
    }

    private static void write(Path file, String report) {
        try {
            Files.writeString(file, report);
        } catch (IOException e) {
            throw new OperationException(
                    "Cannot write the report to " + file + ": " + e.getMessage(), e);
        }
    }
}
