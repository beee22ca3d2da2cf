package attack;

import cruddur.operations.OperationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bin/attack`: floods a server of its own on this machine, and prints what another client gets meanwhile.
@Command(
        name = "attack",
        description = "Flood a server on this machine, and print how it serves another client meanwhile.",
        footer = {
            "",
            "Each flood takes a few seconds, and gets a freshly started server on a data folder of its own.",
            "The exit code is 1 if a flood misses a target: p99 of the probe at most 250 ms, memory at most",
            "256 MiB, no OutOfMemoryError, and /livez answers a second after the flood."
        })
public final class Attack implements Callable<Integer> {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(names = "--seconds", paramLabel = "S", description = "How long each flood takes (5).")
    private int seconds = 5;

    @Option(names = "--data", paramLabel = "FOLDER", description = "The server's data folder (app/target/attack).")
    private Path data = Path.of(System.getProperty("cruddur.checkout", "."), "app", "target", "attack");

    @Parameters(paramLabel = "FLOOD", description = "Only these: ${COMPLETION-CANDIDATES}.")
    private List<Flood> floods = List.of(Flood.values());

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        System.exit(new CommandLine(new Attack())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, _, _) -> exitCode(failure))
                .execute(arguments));
    }

    private static int exitCode(Exception failure) throws Exception {
        if (failure instanceof OperationException) {
            System.err.println("Cruddur: " + failure.getMessage());
            return 1;
        }
        throw failure;
    }

    @Override
    public Integer call() {
        List<Result> results = new ArrayList<>();
        System.out.println(Result.HEADING);
        results.add(result(Optional.empty()));
        floods.forEach(flood -> results.add(result(Optional.of(flood))));
        return results.stream().allMatch(Result::isMet) ? 0 : 1;
    }

    /// @param flood none, for scale
    private Result result(Optional<Flood> flood) {
        try (Victim victim = Victim.start(data)) {
            Result result = new Trial(victim, flood, seconds).result();
            System.out.println(result.row());
            return result;
        }
    }
}
