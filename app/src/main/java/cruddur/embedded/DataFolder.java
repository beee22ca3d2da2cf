package cruddur.embedded;

import cruddur.operations.IoReason;
import cruddur.operations.OperationException;
import cruddur.operations.WholeFile;
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

/// The data folder of `up`. Only its owner can read it.
///
/// | File | |
/// |---|---|
/// | `postgresql/` | the programs of PostgreSQL, by version |
/// | `data/` | the cluster |
/// | `postgresql.log` | the log of PostgreSQL; `postgresql.log.1` is the previous one |
/// | `password` | of the database's superuser |
/// | `server-password` | of the server's roles in the database |
/// | `seal-key` | the secret of the built-in user pool, with which it encrypts its keys |
/// | `demo-password` | of the people of the seed world |
/// | `address` | of the running server |
/// | `lock` | held while `up` or a command runs the cluster; contains its name |
public record DataFolder(Path path) {

    /// Without a reference, the garbage collector would release a lock.
    private static final Set<FileLock> LOCKS = ConcurrentHashMap.newKeySet();

    /// Opens the folder, and creates it if it is missing.
    ///
    /// @throws OperationException if another user owns the folder or can write to it, because programs
    ///   in it are run
    public static DataFolder at(Path path) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            if (!Files.isDirectory(path)) {
                Files.createDirectory(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Path real = path.toRealPath();
            requireOwn(real);
            return new DataFolder(real);
        } catch (IOException e) {
            throw new OperationException(
                    "Cannot create the data folder " + path + ": " + IoReason.of(e)
                            + ". To use another, set CRUDDUR_HOME.",
                    e);
        }
    }

    private static void requireOwn(Path folder) throws IOException {
        if (!Ownership.isOwn(folder)) {
            throw new OperationException("""
                    The data folder %s belongs to another user, or other users can write to it, so its programs cannot \
                    be trusted. If it is yours, run: chmod go-w '%s'. Else name another folder with CRUDDUR_HOME.\
                    """.formatted(folder, folder));
        }
    }

    /// Locks the folder for this process. The system releases the lock when the process ends for any
    /// reason.
    ///
    /// @param holder the name that [#holder] returns to other processes, for example `cruddur up`
    /// @return empty if another process holds the lock
    public Optional<FileLock> lock(String holder) {
        try {
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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
            throw new OperationException("Cannot lock the data folder " + path + ": " + IoReason.of(e), e);
        }
    }

    /// The name of the other process that holds the folder; empty if none does.
    public Optional<String> holder() {
        try (FileChannel channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.READ);
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null ? Optional.of(textOf(path.resolve("lock"))) : Optional.empty();
        } catch (NoSuchFileException | OverlappingFileLockException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new OperationException("Cannot read the lock of the data folder " + path + ": " + IoReason.of(e), e);
        }
    }

    /// The text of a file that only its owner can read. The first time, writes the text of `made`, whole
    /// or not at all.
    public String secret(String name, Supplier<String> made) {
        return read(name).orElseGet(() -> {
            String text = made.get();
            write(name, text);
            return text;
        });
    }

    /// The text of a file. An empty file counts as missing: it was cut off, because none is written empty.
    public Optional<String> read(String name) {
        return Optional.of(textOf(path.resolve(name))).filter(text -> !text.isBlank());
    }

    /// The text of a file; empty if it does not exist.
    static String textOf(Path file) {
        try {
            return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new OperationException("Cannot read " + file + ": " + IoReason.of(e), e);
        }
    }

    /// Writes a file that only its owner can read.
    public void write(String name, String text) {
        try {
            new WholeFile(path.resolve(name)).write(part -> Files.writeString(part, text));
        } catch (IOException e) {
            throw new OperationException("Cannot write " + path.resolve(name) + ": " + IoReason.of(e), e);
        }
    }
}
