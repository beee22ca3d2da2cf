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

    /// The same with another text in one file of a folder, for example `db` and `schema.sql`.
    public Checkout with(String name, String file, String text) {
        try {
            Path link = folder.resolve(name);
            Path original = link.toRealPath();
            Files.delete(link);
            Path own = Files.createDirectory(link);
            try (Stream<Path> others = Files.list(original)) {
                for (Path other : others.toList()) {
                    Files.createSymbolicLink(own.resolve(other.getFileName()), other);
                }
            }
            Files.delete(own.resolve(file));
            Files.writeString(own.resolve(file), text);
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public Path envFile() {
        return folder.resolve(".env");
    }
}
