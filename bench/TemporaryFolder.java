package bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder that is deleted when this process ends.
final class TemporaryFolder {

    private TemporaryFolder() {}

    static Path create() throws IOException {
        Path folder = Files.createTempDirectory("cruddur-bench-");
        Ending.alsoStop(() -> delete(folder));
        return folder;
    }

    private static void delete(Path folder) {
        try (Stream<Path> inside = Files.walk(folder)) {
            List<Path> innermostFirst = inside.sorted(Comparator.reverseOrder()).toList();
            for (Path path : innermostFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException _) {
            // The system deletes what is left of temporary folders.
        }
    }
}
