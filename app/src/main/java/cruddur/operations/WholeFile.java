package cruddur.operations;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A file that only its owner can read, and that is written whole or not at all.
public record WholeFile(Path path) {

    @FunctionalInterface
    public interface Writing {
        void to(Path part) throws IOException;
    }

    /// Writes a file beside this one, and then moves it here. A failure leaves no file.
    public void write(Writing writing) throws IOException {
        Path whole = path.toAbsolutePath();
        Path part = Files.createTempFile(whole.getParent(), whole.getFileName() + ".", ".part");
        try {
            writing.to(part);
            force(part);
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /// Otherwise a power failure may keep the new name but not the content.
    private static void force(Path part) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
