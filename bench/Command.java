package bench;

import cruddur.operations.OperationException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A program that runs to its end.
///
/// @param environment over this process's own
/// @param input its standard input
record Command(List<String> words, Map<String, String> environment, String input) {

    /// Runs it, and matches its output with a pattern.
    MatchResult find(Pattern figures) {
        String printed = output();
        Matcher found = figures.matcher(printed);
        if (!found.find()) {
            throw new OperationException(words.getFirst() + " printed no counts, but: " + printed);
        }
        return found.toMatchResult();
    }

    private String output() {
        try {
            Process process = start();
            Ending.alsoStop(process::destroy);
            try (OutputStream to = process.getOutputStream()) {
                to.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return succeeded(process.waitFor(), printed);
        } catch (IOException e) {
            throw new OperationException("Cannot run " + words.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("Interrupted while " + words.getFirst() + " was running", e);
        }
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String succeeded(int exitCode, String printed) {
        if (exitCode != 0) {
            throw new OperationException(words.getFirst() + " failed: " + printed.strip());
        }
        return printed;
    }
}
