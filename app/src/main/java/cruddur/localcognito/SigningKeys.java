package cruddur.localcognito;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;

/// The keys in a file, as it is now: `cruddur keys rotate` replaces it while servers run. To ask
/// whether it was replaced takes the system some microseconds.
///
/// Thread-safe; one serves a whole process.
public final class SigningKeys {

    private record Reading(List<Object> version, KeySet keys) {}

    private final Path file;
    private volatile Reading last;

    /// Reads the file.
    ///
    /// @throws UncheckedIOException if there is none
    /// @throws IllegalArgumentException if it holds no keys
    public SigningKeys(Path file) {
        this.file = file;
        this.last = read();
    }

    KeySet current() {
        if (!version().equals(last.version)) {
            last = read();
        }
        return last.keys;
    }

    /// The version comes first: should the file be replaced in between, it is read once more.
    private Reading read() {
        try {
            return new Reading(version(), KeySet.read(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A file is replaced by another one, which has a key of its own.
    private List<Object> version() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(
                    attributes.lastModifiedTime(),
                    Objects.requireNonNullElse(attributes.fileKey(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
