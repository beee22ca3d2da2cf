package cruddur.testing;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A `cruddur` command on a terminal of `script`, so that it can ask.
public final class Prompt implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Path shown;

    private Prompt(Process process, Path shown) {
        this.process = process;
        this.shown = shown;
    }

    public static Prompt cruddur(Map<String, String> environment, String command, String... arguments) {
        try {
            Path shown = Files.createTempFile("cruddur", ".shown");
            String line = CruddurProcess.words(command, arguments).stream()
                    .map(word -> "'" + word + "'")
                    .collect(Collectors.joining(" "));
            ProcessBuilder builder = new ProcessBuilder("script", "-qec", line, "/dev/null")
                    .redirectErrorStream(true)
                    .redirectOutput(shown.toFile());
            builder.environment().keySet().retainAll(List.of("PATH"));
            builder.environment().putAll(CommandResult.patient(environment));
            return new Prompt(builder.start(), shown);
        } catch (IOException e) {
            throw new IllegalStateException("It takes the program script (bsdutils)", e);
        }
    }

    /// Waits until it asks.
    public void await(String question) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!shown().contains(question)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("It did not ask. It showed: " + shown());
            }
            CruddurProcess.pause(20);
        }
    }

    /// Answers, and waits for the end.
    public int answer(String words) {
        try (Writer keyboard = process.outputWriter(StandardCharsets.UTF_8)) {
            keyboard.write(words + "\n");
            keyboard.flush();
            return process.onExit().join().exitValue();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public String shown() {
        try {
            return Files.readString(shown);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
