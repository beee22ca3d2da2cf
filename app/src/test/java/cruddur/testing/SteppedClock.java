package cruddur.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

/// A wall clock that can be set, for processes that run with its environment; their monotonic clock runs on.
public final class SteppedClock {

    private final Path file;
    private final String library = library();

    /// @param folder for its file
    public SteppedClock(Path folder) {
        file = folder.resolve("clock");
        set(Duration.ZERO);
    }

    /// Of the library for programs with threads.
    private static String library() {
        try {
            Process process = new ProcessBuilder("faketime", "-m", "-f", "+0", "printenv", "LD_PRELOAD").start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new IllegalStateException("This test needs faketime. On Debian: apt-get install faketime", e);
        }
    }

    /// Sets it to the right time, plus this.
    public void set(Duration difference) {
        try {
            Path next = Files.writeString(file.resolveSibling("clock.next"), "%+d".formatted(difference.toSeconds()));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD",
                library,
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_NO_CACHE",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1");
    }
}
