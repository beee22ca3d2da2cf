package cruddur.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A checkout with its own settings, and links to all other files of this one.
public record Checkout(Path folder) {

    /// Creates one without settings.
    public static Checkout at(Path folder) {
        try {
            for (String name : List.of("api", "db", "web")) {
                Files.createSymbolicLink(
                        folder.resolve(name),
                        Path.of("..", name).toAbsolutePath().normalize());
            }
            return new Checkout(folder);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The same with this `.env`.
    public Checkout with(String settings) {
        try {
            Files.writeString(envFile(), settings);
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The same with another or an additional file, for example `db/schema.sql`.
    public Checkout with(String file, String text) {
        try {
            Path place = folder.resolve(file);
            haveOwn(place.resolveSibling(""));
            Files.deleteIfExists(place);
            Files.writeString(place, text);
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Replaces a link to a folder by a folder of links to the same files.
    private void haveOwn(Path part) throws IOException {
        if (part.equals(folder)) {
            return;
        }
        haveOwn(part.resolveSibling(""));
        if (Files.isSymbolicLink(part)) {
            Path common = part.toRealPath();
            Files.delete(part);
            Files.createDirectory(part);
            try (Stream<Path> files = Files.list(common)) {
                for (Path file : files.toList()) {
                    Files.createSymbolicLink(part.resolve(file.getFileName()), file);
                }
            }
        }
    }

    public Path envFile() {
        return folder.resolve(".env");
    }
}
