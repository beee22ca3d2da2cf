package cruddur.localcognito;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;

/// The keys in a file. `cruddur keys rotate` replaces the file while servers run; checking that takes
/// some microseconds.
///
/// Thread-safe; one instance serves the process.
public final class SigningKeys {

    private record Reading(List<Object> version, KeySet keys) {}

    private final Path file;
    private volatile Reading last;

    /// Reads the file.
    ///
    /// @throws UncheckedIOException if it does not exist
    /// @throws IllegalArgumentException if it contains no keys
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

    /// Reads the version first: if the file is replaced in between, the next call reads it again.
    private Reading read() {
        try {
            return new Reading(version(), KeySet.read(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The replacement is another file, which has another file key.
    private List<Object> version() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(attributes.lastModifiedTime(), Objects.requireNonNullElse(attributes.fileKey(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
