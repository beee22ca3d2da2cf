package cruddur.testing;

import cruddur.administration.DatabaseAdmin;
import cruddur.administration.Mark;
import cruddur.embedded.DataFolder;
import cruddur.embedded.EmbeddedPostgres;
import cruddur.embedded.PostgresArchive;
import cruddur.sql.ConnectionUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A primary with the schema, and a standby that streams from it.
public record StandbyPair(Member primary, Member standby) implements AutoCloseable {

    /// One of the two clusters.
    public record Member(DataFolder folder) {

        static Member at(Path path) {
            return new Member(DataFolder.at(path));
        }

        public void start(Map<String, String> settings) {
            EmbeddedPostgres.start(folder, PostgresArchive.bundled(), settings, _ -> {});
        }

        public ConnectionUrl url() {
            return EmbeddedPostgres.url(folder, "cruddur");
        }

        public Sql sql() {
            return new Sql(url());
        }

        public PostgresProcesses processes() {
            return new PostgresProcesses(folder.path());
        }

        /// Starts it anew with these variables in its environment.
        public void restartWith(Map<String, String> environment) {
            processes().stopImmediately();
            List<String> words = new ArrayList<>(List.of("env"));
            environment.forEach((name, value) -> words.add(name + "=" + value));
            // PostgreSQL does not run as root.
            words.addAll("root".equals(System.getProperty("user.name")) ? List.of("unshare", "--user") : List.of());
            words.addAll(List.of(
                    program("pg_ctl"),
                    "start",
                    "--wait",
                    "--pgdata=" + folder.path().resolve("data")));
            words.add("--log=" + folder.path().resolve("postgresql.log"));
            CruddurProcess.run(words.toArray(String[]::new));
        }

        private String program(String name) {
            try (Stream<Path> files = Files.walk(folder.path().resolve("postgresql"))) {
                return files.filter(file -> file.endsWith(Path.of("bin", name)))
                        .findFirst()
                        .orElseThrow()
                        .toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// Makes it a standby from its next start on.
        public void stepDown() {
            write("data/standby.signal", "");
        }

        private void write(String file, String text) {
            try {
                Files.writeString(folder.path().resolve(file), text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Starts both.
    ///
    /// @param settings of the primary
    public static StandbyPair in(Path folder, Map<String, String> settings) {
        Member primary = Member.at(folder.resolve("primary"));
        Cluster.copyPrograms(primary.folder);
        primary.start(Map.of());
        new DatabaseAdmin(primary.url()).create();
        new DatabaseAdmin(primary.url()).load(Mark.DEV, false);
        primary.processes().stopImmediately();
        copy(folder.resolve("primary"), folder.resolve("standby"));
        StandbyPair pair = new StandbyPair(primary, Member.at(folder.resolve("standby")));
        pair.standby.stepDown();
        primary.start(settings);
        pair.startStandby();
        return pair;
    }

    /// Starts the standby, and waits until it streams.
    public void startStandby() {
        standby.start(Map.of("primary_conninfo", conninfo(primary.url())));
        Sql sql = new Sql(primary.url().withDatabase("postgres"));
        while (sql.run("select 1 from pg_stat_replication where state = 'streaming'")
                .isEmpty()) {
            CruddurProcess.pause(20);
        }
    }

    private static String conninfo(ConnectionUrl url) {
        return "host=%s port=%d user=%s password=%s"
                .formatted(url.host(), url.port(), url.user(), url.password().orElseThrow());
    }

    private static void copy(Path from, Path to) {
        Cluster.copy(from, to);
        try {
            Files.setPosixFilePermissions(to.resolve("data"), Files.getPosixFilePermissions(from.resolve("data")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void promoteStandby() {
        new Sql(standby.url().withDatabase("postgres")).run("select pg_promote(true, 30)");
    }

    @Override
    public void close() {
        primary.processes().kill();
        standby.processes().kill();
    }
}
