package cruddur.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A checkout with settings of its own, and all other files of this one.
public record Checkout(Path folder) {

    /// A new one, without settings.
    public static Checkout at(Path folder) {
        try {
            for (String name : List.of("api", "db", "web")) {
                Files.createSymbolicLink(
                        folder.resolve(name), Path.of("..", name).toAbsolutePath().normalize());
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

    /// The same with another text in one file, or with one more, for example `db/schema.sql`.
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

    /// Makes a folder its own, with links to what was in the one that it had in common.
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
