package cruddur.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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

    public Path envFile() {
        return folder.resolve(".env");
    }
}
