package cruddur.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The files under `db/`, `api/` and `web/`. If `bin/cruddur` names a checkout, they come from
/// there, so that an edit shows at the next start; otherwise, and in a release, which has no such
/// folders, from the class path.
public final class Bundled {

    private static final Optional<Path> CHECKOUT = Optional.ofNullable(System.getProperty("cruddur.checkout"))
            .map(Path::of)
            .filter(checkout -> Files.isDirectory(checkout.resolve("db")));

    private Bundled() {}

    /// The text of a file, decoded as UTF-8.
    ///
    /// @param path as in the repository, for example `db/queries/activities/home.sql`
    /// @throws IllegalArgumentException if there is no such file
    public static String text(String path) {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    /// The bytes of a file.
    ///
    /// @param path as in the repository, for example `web/favicon.svg`
    /// @throws IllegalArgumentException if there is no such file
    public static byte[] bytes(String path) {
        try (InputStream in = open(path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path, e);
        }
    }

    /// The names of the files in a folder, sorted.
    ///
    /// @param folder as in the repository, for example `db/migrations`
    /// @throws IllegalArgumentException if there is no such folder
    public static List<String> names(String folder) {
        try {
            return CHECKOUT.isPresent() ? names(CHECKOUT.get().resolve(folder)) : packedNames(packed(folder));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
    }

    private static URI packed(String folder) {
        URL found = Bundled.class.getClassLoader().getResource(folder);
        if (found == null) {
            throw new IllegalArgumentException("There is no folder " + folder + " in this build");
        }
        try {
            return found.toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> packedNames(URI folder) throws IOException {
        if (!folder.getScheme().equals("jar")) {
            return names(Path.of(folder));
        }
        try (FileSystem jar = FileSystems.newFileSystem(folder, Map.of())) {
            return names(jar.provider().getPath(folder));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static InputStream open(String path) throws IOException {
        if (CHECKOUT.isPresent()) {
            return Files.newInputStream(CHECKOUT.get().resolve(path));
        }
        InputStream found = Bundled.class.getClassLoader().getResourceAsStream(path);
        if (found == null) {
            throw new IllegalArgumentException("There is no file " + path + " in this build");
        }
        return found;
    }
}
