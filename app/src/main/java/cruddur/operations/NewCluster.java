package cruddur.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Makes a database cluster: beside its place, and then moved there, so that one that was
/// interrupted is never taken for one that is complete.
record NewCluster(DataFolder folder, PostgresPrograms programs) {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /// Each attempt has a folder of its own: an initdb outlives the process that was killed, and
    /// goes on writing.
    private static final String PREFIX = "data.new";

    void at(Path place) {
        folder.secret(EmbeddedPostgres.PASSWORD, NewCluster::newPassword);
        removeAbandoned();
        try {
            Path beside = Files.createTempDirectory(folder.path(), PREFIX);
            programs.run(TIMEOUT, initdb(beside));
            Files.writeString(
                    beside.resolve("postgresql.conf"),
                    "\ninclude_if_exists = '" + EmbeddedPostgres.SETTINGS + "'\n",
                    StandardOpenOption.APPEND);
            Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new OperationException(
                    "Cannot make the database cluster " + place + ": " + e.getMessage(), e);
        }
    }

    private List<String> initdb(Path beside) {
        List<String> command = new ArrayList<>();
        command.add("initdb");
        command.add("--pgdata=" + beside);
        command.add("--username=" + EmbeddedPostgres.SUPERUSER);
        command.add("--pwfile=" + folder.path().resolve(EmbeddedPostgres.PASSWORD));
        command.add("--auth=scram-sha-256");
        command.add("--encoding=UTF8");
        command.addAll(locale());
        return command;
    }

    /// The same on every platform where PostgreSQL has a locale of its own: from version 17 on.
    private List<String> locale() {
        return major() >= 17
                ? List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
                : List.of("--locale=C.UTF-8");
    }

    /// The version of the programs: 18, for example.
    int major() {
        String version = programs.run(TIMEOUT, List.of("postgres", "--version"));
        return Integer.parseInt(version.replaceFirst("(?s)^\\D*(\\d+).*$", "$1"));
    }

    private static String newPassword() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /// Removes clusters that were never finished. One that is being written to may resist, and is
    /// left for the next time.
    private void removeAbandoned() {
        try (Stream<Path> files = Files.list(folder.path())) {
            files.filter(file -> file.getFileName().toString().startsWith(PREFIX))
                    .forEach(NewCluster::removeIfPossible);
        } catch (IOException e) {
            throw new OperationException(
                    "Cannot read the data folder " + folder.path() + ": " + e.getMessage(), e);
        }
    }

    private static void removeIfPossible(Path abandoned) {
        try (Stream<Path> files = Files.walk(abandoned)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException _) {
            // Nothing depends on it.
        }
    }
}
