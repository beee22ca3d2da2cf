package cruddur.operations;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The folder in which `up` keeps everything of its own: nobody else may read it.
///
/// | File | |
/// |---|---|
/// | `postgresql/` | the programs of PostgreSQL, by version |
/// | `data/` | the cluster |
/// | `postgresql.log` | what PostgreSQL said |
/// | `password` | of the database's superuser |
/// | `signing-keys.json` | of the built-in user pool |
/// | `demo-password` | with which the people of the seed world sign in |
/// | `address` | where the server that is running answers |
/// | `lock` | held while `up` or a command runs the cluster; names which |
public record DataFolder(Path path) {

    /// A lock that nobody refers to is let go by the garbage collector.
    private static final Set<FileLock> LOCKS = ConcurrentHashMap.newKeySet();

    /// Makes the folder if it is missing.
    public static DataFolder at(Path path) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            if (!Files.isDirectory(path)) {
                Files.createDirectory(
                        path,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
            return new DataFolder(path.toRealPath());
        } catch (IOException e) {
            throw new OperationException(
                    "Cannot make the data folder "
                            + path
                            + ": "
                            + e.getMessage()
                            + ". CRUDDUR_HOME names another.",
                    e);
        }
    }

    /// Holds the folder for this process alone; the system lets go of it when the process ends,
    /// however it ends.
    ///
    /// @param holder as [#holder] names it to others, for example `cruddur up`
    /// @return empty if another process holds it
    public Optional<FileLock> lock(String holder) {
        try {
            FileChannel channel =
                    FileChannel.open(
                            path.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            Optional<FileLock> lock = Optional.ofNullable(channel.tryLock());
            if (lock.isEmpty()) {
                channel.close();
                return lock;
            }
            channel.truncate(0).write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
            lock.ifPresent(LOCKS::add);
            return lock;
        } catch (OverlappingFileLockException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new OperationException(
                    "Cannot lock the data folder " + path + ": " + e.getMessage(), e);
        }
    }

    /// Which other process holds the folder, if one does.
    public Optional<String> holder() {
        try (FileChannel channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.READ);
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null ? read("lock") : Optional.empty();
        } catch (NoSuchFileException | OverlappingFileLockException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new OperationException(
                    "Cannot look at the lock of the data folder " + path + ": " + e.getMessage(),
                    e);
        }
    }

    /// A file's text, or, the first time, what is made for it: written so that it is there whole or
    /// not at all, and so that nobody else can read it.
    public String secret(String name, Supplier<String> made) {
        return read(name)
                .orElseGet(
                        () -> {
                            String text = made.get();
                            write(name, text);
                            return text;
                        });
    }

    /// A file's text, if there is such a file.
    public Optional<String> read(String name) {
        try {
            Path file = path.resolve(name);
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new OperationException(
                    "Cannot read " + path.resolve(name) + ": " + e.getMessage(), e);
        }
    }

    /// Writes a file that only its owner can read.
    public void write(String name, String text) {
        try {
            new WholeFile(path.resolve(name)).write(part -> Files.writeString(part, text));
        } catch (IOException e) {
            throw new OperationException(
                    "Cannot write " + path.resolve(name) + ": " + e.getMessage(), e);
        }
    }
}
