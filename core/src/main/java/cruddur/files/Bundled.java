package cruddur.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The files under `db/`, `api/` and `web/`: from the checkout where `bin/cruddur` names one, so
/// that an edit shows at the next start; from the class path everywhere else.
public final class Bundled {

    private static final Optional<Path> CHECKOUT =
            Optional.ofNullable(System.getProperty("cruddur.checkout")).map(Path::of);

    private Bundled() {}

    /// The file's text, which is UTF-8.
    ///
    /// @param path as in the repository, for example `db/queries/activities/home.sql`
    /// @throws IllegalArgumentException if there is no such file
    public static String text(String path) {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    /// The file's bytes.
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
