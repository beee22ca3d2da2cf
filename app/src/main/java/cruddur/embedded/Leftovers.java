package cruddur.embedded;

import cruddur.operations.IoReason;
import cruddur.operations.OperationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// The folders of interrupted attempts. Each attempt works in a new folder, because a program of an
/// earlier attempt may still be running.
///
/// @param parent folder
/// @param prefix of the folders' names
record Leftovers(Path parent, String prefix) {

    /// Creates the folder of a new attempt, and removes those of earlier ones. A folder that is still
    /// written to may resist; the next attempt removes it.
    Path replace() throws IOException {
        Files.createDirectories(parent);
        removeAll();
        return Files.createTempDirectory(parent, prefix);
    }

    private void removeAll() {
        try (Stream<Path> files = Files.list(parent)) {
            files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .forEach(Leftovers::removeIfPossible);
        } catch (IOException e) {
            throw new OperationException("Cannot read the folder " + parent + ": " + IoReason.of(e), e);
        }
    }

    static void removeIfPossible(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException _) {
            // The next attempt removes it.
        }
    }
}
