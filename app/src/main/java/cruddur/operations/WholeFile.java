package cruddur.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file that only its owner can read, and that is there whole or not at all.
record WholeFile(Path path) {

    @FunctionalInterface
    interface Writing {
        void to(Path part) throws IOException;
    }

    /// Has it written beside its place, and moves it there. Whatever fails, nothing is left.
    void write(Writing writing) throws IOException {
        Path whole = path.toAbsolutePath();
        Path part = Files.createTempFile(whole.getParent(), whole.getFileName() + ".", ".part");
        try {
            writing.to(part);
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
