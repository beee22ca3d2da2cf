package cruddur.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/// The log of PostgreSQL, and the previous one; each has at most [#LIMIT] bytes.
record PostgresLog(Path file) {

    /// In bytes.
    static final long LIMIT = 4 << 20;

    private static final int LAST_LINES = 5;

    /// If the file is full, moves its content to `….1`. PostgreSQL appends to the open file, so it is
    /// emptied, not replaced.
    void rotate() {
        try {
            if (Files.exists(file) && Files.size(file) > LIMIT) {
                keep();
                FileChannel.open(file, StandardOpenOption.WRITE).truncate(0).close();
            }
        } catch (IOException _) {
            // The next round tries again.
        }
    }

    /// If the disk is full, the content is dropped: the space is worth more.
    private void keep() {
        try {
            Files.copy(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException _) {
            // The content is lost.
        }
    }

    String lastLines() {
        List<String> lines = DataFolder.textOf(file).lines().toList();
        return lines.stream().skip(Math.max(0, lines.size() - LAST_LINES)).collect(Collectors.joining("\n"));
    }
}
