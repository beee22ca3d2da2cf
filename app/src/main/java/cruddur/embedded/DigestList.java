package cruddur.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The SHA-256 of every file in a folder, kept in that folder. It detects files that changed after
/// they were unpacked.
///
/// The list is only as safe as the folder, so a file that another user owns or can write to counts as
/// changed.
record DigestList(Path folder) {

    private static final String FILE = "SHA256SUMS";

    /// Writes the list of the current files.
    void write() throws IOException {
        Files.writeString(folder.resolve(FILE), digests());
    }

    /// Whether the folder has exactly the listed files, unchanged.
    boolean isRight() throws IOException {
        return DataFolder.textOf(folder.resolve(FILE)).equals(digests());
    }

    private String digests() throws IOException {
        Map<Path, String> known = new ConcurrentHashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(Files::isRegularFile)
                    .filter(file -> !file.equals(folder.resolve(FILE)))
                    .toList()
                    .parallelStream()
                    .map(file -> digest(file, known) + "  " + folder.relativize(file) + "\n")
                    .sorted()
                    .collect(Collectors.joining());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// Several links point at the larger files, so each is read once.
    private static String digest(Path file, Map<Path, String> known) {
        try {
            return Ownership.isOwn(file) ? known.computeIfAbsent(file.toRealPath(), DigestList::digest) : "not own";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(Path file) {
        MessageDigest sha256 = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(sha256.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
