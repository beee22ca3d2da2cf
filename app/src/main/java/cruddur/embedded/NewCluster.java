package cruddur.embedded;

import cruddur.operations.IoReason;
import cruddur.operations.OperationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Creates a database cluster beside its place and then moves it there, so an interrupted creation
/// leaves nothing that looks complete.
record NewCluster(DataFolder folder, PostgresPrograms programs) {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final Pattern VERSION = Pattern.compile("\\d+");

    void at(Path place) {
        new SuperuserPassword(folder, programs).generate();
        try {
            Path beside = new Leftovers(folder.path(), "data.new").replace();
            programs.run(TIMEOUT, initdb(beside));
            Files.writeString(
                    beside.resolve("postgresql.conf"),
                    "\ninclude_if_exists = '" + ClusterSettings.FILE + "'\n",
                    StandardOpenOption.APPEND);
            Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new OperationException("Cannot create the database cluster " + place + ": " + IoReason.of(e), e);
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

    /// From version 17 on, PostgreSQL has a built-in locale, which is the same on every platform.
    private List<String> locale() {
        return major() >= 17
                ? List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
                : List.of("--locale=C.UTF-8");
    }

    /// The major version of the programs, for example 18.
    int major() {
        String words = programs.run(TIMEOUT, List.of("postgres", "--version"));
        Matcher version = VERSION.matcher(words);
        if (!version.find()) {
            throw new OperationException("Cannot read the version of PostgreSQL: postgres --version printed: " + words);
        }
        return Integer.parseInt(version.group());
    }
}
