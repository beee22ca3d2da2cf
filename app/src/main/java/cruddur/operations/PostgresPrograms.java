package cruddur.operations;

import com.sun.security.auth.module.UnixSystem;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Runs the programs of one PostgreSQL, also for root.
///
/// @param folder holds `bin`
/// @param scratch where a program's words are kept while it runs
record PostgresPrograms(Path folder, Path scratch) {

    /// @param exitCode none of a program that was ended because it took too long
    private record Outcome(Optional<Integer> exitCode, String words) {

        boolean succeeded() {
            return exitCode.filter(code -> code == 0).isPresent();
        }
    }

    /// Runs a program.
    ///
    /// @param command its name and its arguments
    /// @return what it said
    /// @throws OperationException with what it said, if it fails; or if it takes longer than that,
    ///   and is ended
    String run(Duration timeout, List<String> command) {
        Outcome outcome = execute(timeout, command);
        if (outcome.exitCode.isEmpty()) {
            throw new OperationException(
                    command.getFirst() + " took longer than " + timeout.toSeconds() + " s");
        }
        if (!outcome.succeeded()) {
            throw new OperationException(
                    command.getFirst() + " failed: " + outcome.words + hint(outcome.words));
        }
        return outcome.words;
    }

    /// Runs a program, and says whether it succeeded.
    boolean succeeds(Duration timeout, List<String> command) {
        return execute(timeout, command).succeeded();
    }

    private Outcome execute(Duration timeout, List<String> command) {
        try {
            // A file, not a pipe: the server that pg_ctl leaves behind would hold a pipe open.
            Path words = Files.createTempFile(scratch, command.getFirst(), ".out");
            try {
                Optional<Integer> exitCode = exitCode(timeout, process(command, words).start());
                return new Outcome(exitCode, Files.readString(words).strip());
            } finally {
                Files.delete(words);
            }
        } catch (IOException e) {
            throw new OperationException(
                    "Cannot run " + command.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("Interrupted while " + command.getFirst() + " ran", e);
        }
    }

    private ProcessBuilder process(List<String> command, Path words) {
        List<String> line = new ArrayList<>(asOrdinaryUser());
        line.add(folder.resolve("bin").resolve(command.getFirst()).toString());
        line.addAll(command.subList(1, command.size()));
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(words.toFile())
                .redirectInput(new File("/dev/null"))
                .directory(scratch.toFile());
    }

    private static Optional<Integer> exitCode(Duration timeout, Process process)
            throws InterruptedException {
        if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            return Optional.of(process.exitValue());
        }
        process.destroyForcibly();
        return Optional.empty();
    }

    /// PostgreSQL refuses to run as root. In a user namespace of its own, root is nobody, and still
    /// owns its files.
    private static List<String> asOrdinaryUser() {
        return new UnixSystem().getUid() == 0 ? List.of("unshare", "--user") : List.of();
    }

    private static String hint(String words) {
        return words.contains("unshare")
                ? "\nPostgreSQL does not run as root, and this system does not let root become an"
                        + " ordinary user that way. Run cruddur as an ordinary user, or set"
                        + " CONNECTION_URL and use: cruddur serve"
                : "";
    }
}
