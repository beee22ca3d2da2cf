package cruddur.operations;

import java.io.IOException;
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

    void at(Path place) {
        folder.secret(EmbeddedPostgres.PASSWORD, NewCluster::newPassword);
        Path beside = place.resolveSibling("data.new");
        try {
            removeAll(beside);
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

    private static void removeAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
