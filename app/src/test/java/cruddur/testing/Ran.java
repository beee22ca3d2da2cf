package cruddur.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A `cruddur` command that ran to its end, where nobody could be asked.
public record Ran(int exitCode, String out, String err) {

    private static final int PATIENCE_SECONDS = 60;

    /// Runs it in a process of its own, because Amazon's client reads the process's environment.
    ///
    /// @param environment all of it, but for the `PATH`
    public static Ran cruddur(
            Map<String, String> environment, String command, String... arguments) {
        return run("", environment, CruddurProcess.words(command, arguments));
    }

    /// The same from a checkout, which has settings of its own.
    public static Ran cruddurOf(
            Checkout checkout,
            Map<String, String> environment,
            String command,
            String... arguments) {
        return cruddurOf(checkout, "", environment, command, arguments);
    }

    /// The same with something on stdin.
    public static Ran cruddurOf(
            Checkout checkout,
            String input,
            Map<String, String> environment,
            String command,
            String... arguments) {
        List<String> words = CruddurProcess.words(command, arguments);
        words.add(1, "-Dcruddur.checkout=" + checkout.folder());
        return run(input, environment, words);
    }

    private static Ran run(String input, Map<String, String> environment, List<String> words) {
        try {
            Path in = Files.writeString(Files.createTempFile("cruddur", ".in"), input);
            Path out = Files.createTempFile("cruddur", ".out");
            Path err = Files.createTempFile("cruddur", ".err");
            ProcessBuilder builder =
                    new ProcessBuilder(words)
                            .redirectInput(in.toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile());
            builder.environment().keySet().retainAll(List.of("PATH"));
            builder.environment().putAll(environment);
            int exitCode = exitCode(builder.start());
            Files.delete(in);
            return new Ran(exitCode, taken(out), taken(err));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int exitCode(Process process) {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("It runs on after a minute");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw CruddurProcess.interrupted(e);
        }
    }

    private static String taken(Path file) throws IOException {
        String text = Files.readString(file);
        Files.delete(file);
        return text;
    }

    /// The last thing that it said.
    public String lastWords() {
        return err.lines().toList().getLast();
    }
}
