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

    /// The same with another text in one file, for example `db/schema.sql`.
    public Checkout with(String file, String text) {
        try {
            Path place = folder.resolve(file);
            Path original = place.getParent().toRealPath();
            Files.delete(place.getParent());
            Files.createDirectory(place.getParent());
            try (Stream<Path> others = Files.list(original)) {
                for (Path other : others.toList()) {
                    Files.createSymbolicLink(place.resolveSibling(other.getFileName()), other);
                }
            }
            Files.delete(place);
            Files.writeString(place, text);
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public Path envFile() {
        return folder.resolve(".env");
    }
}
