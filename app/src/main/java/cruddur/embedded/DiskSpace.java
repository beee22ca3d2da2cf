package cruddur.embedded;

import cruddur.operations.IoReason;
import cruddur.operations.OperationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Checks that the disk has room, because PostgreSQL and its programs do not report clearly that it is full.
final class DiskSpace {

    private static final long MB = 1 << 20;

    /// Enough for a start: the write-ahead log grows by 16 MB at a time.
    static final long TO_START = 32 * MB;

    /// Enough for the first start: the programs take 60 MB, and a new cluster 50.
    static final long TO_BEGIN = 160 * MB;

    private DiskSpace() {}

    /// @throws OperationException if fewer bytes than needed are free
    static void require(Path folder, long needed) {
        long free = free(folder);
        if (free < needed) {
            throw new OperationException(
                    "The disk that holds %s has %d MB free, and PostgreSQL needs %d MB to start. Free some, or set CRUDDUR_HOME to a folder on another disk."
                            .formatted(folder, free / MB, needed / MB));
        }
    }

    private static long free(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new OperationException("Cannot read the free disk space for " + folder + ": " + IoReason.of(e), e);
        }
    }
}
