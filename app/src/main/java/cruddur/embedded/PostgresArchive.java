package cruddur.embedded;

import cruddur.operations.IoReason;
import cruddur.operations.OperationException;
import cruddur.operations.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The packed programs of one version of PostgreSQL for this platform.
///
/// @param jar holds the programs; its name contains version and platform
public record PostgresArchive(Path jar) {

    /// The version that is bundled with Cruddur.
    public static PostgresArchive bundled() {
        URL found = PostgresArchive.class.getClassLoader().getResource(entryName());
        if (found == null) {
            throw new OperationException("There is no embedded PostgreSQL for "
                    + System.getProperty("os.name")
                    + " on "
                    + System.getProperty("os.arch")
                    + ". Set CONNECTION_URL and use: cruddur serve");
        }
        String jar = found.toString().replaceFirst("^jar:", "").replaceFirst("!.*$", "");
        return new PostgresArchive(Path.of(URI.create(jar)));
    }

    private static String entryName() {
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
        boolean arm = List.of("aarch64", "arm64").contains(System.getProperty("os.arch"));
        return "postgres-" + (mac ? "darwin" : "linux") + "-" + (arm ? "arm_64" : "x86_64") + ".txz";
    }

    /// The folder below `parent` for the unpacked programs.
    Path folderIn(Path parent) {
        return parent.resolve(jar.getFileName().toString().replace(".jar", ""));
    }

    /// Unpacks the programs the first time, and again if a file has changed. They are unpacked beside
    /// their place first, so that they are there whole or not at all.
    ///
    /// @return whether they replaced changed ones
    boolean unpackIn(Path parent, Progress progress) {
        Path folder = folderIn(parent);
        try {
            boolean found = Files.isDirectory(folder);
            if (found && new DigestList(folder).isRight()) {
                return false;
            }
            progress.step("unpacking PostgreSQL" + (found ? " again, because " + folder + " has changed" : ""));
            unpackAt(folder, parent);
            return found;
        } catch (IOException e) {
            throw new OperationException(
                    "Cannot unpack PostgreSQL into %s: %s. Free some space, or remove that folder, then start again."
                            .formatted(folder, IoReason.of(e)),
                    e);
        }
    }

    private void unpackAt(Path folder, Path parent) throws IOException {
        Path beside = new Leftovers(parent, "unpacking").replace();
        try (FileSystem files = FileSystems.newFileSystem(jar);
                InputStream packed = Files.newInputStream(files.getPath(entryName()))) {
            unpack(packed, beside);
            new DigestList(beside).write();
        } catch (IOException e) {
            Leftovers.removeIfPossible(beside);
            throw e;
        }
        moveTo(folder, beside, parent);
    }

    private static void moveTo(Path folder, Path beside, Path parent) throws IOException {
        Path changed = new Leftovers(parent, "changed").replace();
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(folder, changed.resolve("files"));
        }
        Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
        Leftovers.removeIfPossible(changed);
    }

    private static void unpack(InputStream packed, Path folder) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed));
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            unpack(entry, tar, folder.resolve(entry.getName()).normalize());
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(content, target);
            Files.setPosixFilePermissions(target, permissions(entry.getMode()));
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions =
                EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        if ((mode & 0100) != 0) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
        }
        return permissions;
    }
}
