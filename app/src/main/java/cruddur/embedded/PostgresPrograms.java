package cruddur.embedded;

import com.sun.security.auth.module.UnixSystem;
import cruddur.operations.IoReason;
import cruddur.operations.OperationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Runs the programs of one PostgreSQL, also as root.
///
/// @param folder holds `bin`
/// @param scratch the folder for a program's output while it runs
record PostgresPrograms(Path folder, Path scratch) {

    private static final Path NO_INPUT = Path.of("/dev/null");

    /// @param exitCode empty if the program was ended because it took too long
    private record ProgramResult(Optional<Integer> exitCode, String words) {

        boolean succeeded() {
            return exitCode.filter(code -> code == 0).isPresent();
        }
    }

    /// Runs a program.
    ///
    /// @param command its name and its arguments
    /// @return its output
    /// @throws OperationException with its output if it fails, or if it takes longer than the timeout
    ///   and is ended
    String run(Duration timeout, List<String> command) {
        return run(timeout, command, NO_INPUT);
    }

    /// The same with a file as stdin.
    String run(Duration timeout, List<String> command, Path input) {
        ProgramResult result = execute(timeout, command, input);
        if (result.exitCode.isEmpty()) {
            throw new OperationException(command.getFirst() + " took longer than " + timeout.toSeconds() + " s");
        }
        if (!result.succeeded()) {
            throw new OperationException(command.getFirst() + " failed: " + result.words + hint(result.words));
        }
        return result.words;
    }

    /// Runs a program, and returns whether it succeeded.
    boolean succeeds(Duration timeout, List<String> command) {
        return execute(timeout, command, NO_INPUT).succeeded();
    }

    private ProgramResult execute(Duration timeout, List<String> command, Path input) {
        try {
            // A file, not a pipe: the server that pg_ctl leaves behind would hold a pipe open.
            Path words = Files.createTempFile(scratch, command.getFirst(), ".out");
            try {
                Optional<Integer> exitCode =
                        exitCode(timeout, process(command, words, input).start());
                return new ProgramResult(exitCode, Files.readString(words).strip());
            } finally {
                Files.delete(words);
            }
        } catch (IOException e) {
            throw new OperationException("Cannot run " + command.getFirst() + ": " + IoReason.of(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("Interrupted while " + command.getFirst() + " ran", e);
        }
    }

    private ProcessBuilder process(List<String> command, Path words, Path input) {
        List<String> line = new ArrayList<>(asOrdinaryUser());
        line.add(folder.resolve("bin").resolve(command.getFirst()).toString());
        line.addAll(command.subList(1, command.size()));
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(words.toFile())
                .redirectInput(input.toFile())
                .directory(scratch.toFile());
    }

    private static Optional<Integer> exitCode(Duration timeout, Process process) throws InterruptedException {
        if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            return Optional.of(process.exitValue());
        }
        process.destroyForcibly();
        return Optional.empty();
    }

    /// PostgreSQL refuses to run as root. In a user namespace, root becomes an ordinary user that still
    /// owns its files.
    private static List<String> asOrdinaryUser() {
        return new UnixSystem().getUid() == 0 ? List.of("unshare", "--user") : List.of();
    }

    private static String hint(String words) {
        return words.contains("unshare")
                ? "\nPostgreSQL does not run as root, and this system does not let root change to an"
                        + " ordinary user that way. Run cruddur as an ordinary user, or set"
                        + " CONNECTION_URL and use: cruddur serve"
                : "";
    }
}
