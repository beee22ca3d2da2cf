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

    /// The same with one more migration.
    ///
    /// @param file its name
    public Checkout withMigration(String file, String sql) {
        try {
            Path migrations = haveOwn(haveOwn(folder.resolve("db")).resolve("migrations"));
            Files.writeString(migrations.resolve(file), sql);
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A folder of its own, with links to what was in the one that it had in common.
    private static Path haveOwn(Path link) throws IOException {
        Path common = link.toRealPath();
        Files.delete(link);
        Files.createDirectory(link);
        try (Stream<Path> files = Files.list(common)) {
            for (Path file : files.toList()) {
                Files.createSymbolicLink(link.resolve(file.getFileName()), file);
            }
        }
        return link;
    }

    public Path envFile() {
        return folder.resolve(".env");
    }
}
