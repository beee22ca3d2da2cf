package cruddur.cli.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

import cruddur.administration.DatabaseAdmin;
import cruddur.administration.Mark;
import cruddur.jdbc.Precondition;
import cruddur.sql.ConnectionUrl;
import cruddur.testing.Baseline;
import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.CommandResult;
import cruddur.testing.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cruddur db dump`, by the pg_dump of this machine, which is as new as the oldest PostgreSQL.
class DumpTest {

    private static final String ROWS = """
            select u::text from users u union all select a::text from activities a
            union all select l::text from likes l union all select e::text from environment e
            union all select m::text from schema_migrations m
            union all select a::text from local_cognito.accounts a
            order by 1
            """;

    @TempDir
    private Path folder;

    private static CommandResult db(String variable, ConnectionUrl url, String... arguments) {
        return CommandResult.process(Map.of(variable, url.reveal(), "PATH", System.getenv("PATH")), "db", arguments);
    }

    private static CommandResult dump(ConnectionUrl url, String... options) {
        List<String> words = new ArrayList<>(List.of("dump"));
        words.addAll(List.of(options));
        return db("CONNECTION_URL", url, words.toArray(String[]::new));
    }

    @Test
    void the_same_data_is_the_same_bytes_which_only_the_owner_may_read() throws IOException {
        ConnectionUrl url = Cluster.OLDEST.seeded();
        Path file = folder.resolve("first.sql");
        CommandResult first = dump(url, "--output", file.toString());
        CommandResult second = dump(url);

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).isEmpty();
        assertThat(Files.readString(file))
                .isEqualTo(second.out())
                .contains("\\restrict cruddur", "COPY public.activities")
                .doesNotContain("OWNER TO");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_missing_folder_is_the_reason() {
        CommandResult ran = dump(
                Cluster.OLDEST.empty(),
                "--output",
                folder.resolve("missing").resolve("first.sql").toString());

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).endsWith("first.sql: no such file or folder\n");
    }

    @Test
    void restored_it_has_the_same_rows_and_the_mark_of_production() throws IOException {
        ConnectionUrl production = Cluster.OLDEST.seeded();
        BuiltInPool.loadInto(production);
        new DatabaseAdmin(production).mark(Mark.PROD, Precondition.NONE);
        Path file = folder.resolve("production.sql");
        CommandResult refused = dump(production, "--output", file.toString());
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(file).doesNotExist();
        db("PROD_CONNECTION_URL", production, "dump", "prod", "--output", file.toString());

        ConnectionUrl copy = Cluster.OLDEST.missing();
        new DatabaseAdmin(copy).create();
        restore(file, copy);
        assertThat(new Sql(copy).run(ROWS))
                .isEqualTo(new Sql(production).run(ROWS))
                .isNotEmpty();
        assertThat(db("CONNECTION_URL", copy, "migrate").lastWords()).contains("is marked prod, and this is dev");
        assertThat(db("CONNECTION_URL", copy, "mark", "dev", "--confirm", copy.database())
                        .exitCode())
                .isZero();
        assertThat(db("CONNECTION_URL", copy, "migrate").lastWords()).contains("nothing to do");
    }

    @Test
    void it_restores_for_a_user_who_does_not_own_the_extension() throws IOException {
        Path file = folder.resolve("cruddur.sql");
        dump(Cluster.OLDEST.seeded(), "--output", file.toString());
        ConnectionUrl copy = Cluster.OLDEST.missing();
        new DatabaseAdmin(copy).create();
        String role = "owner_of_" + copy.database();
        Sql administrator = new Sql(copy);
        administrator.run("create extension \"uuid-ossp\"");
        administrator.run("create role " + role + " login password 'owner'");
        administrator.run("alter database " + copy.database() + " owner to " + role);
        restore(file, copy.withLogin(role, Optional.of("owner")));

        assertThat(new Sql(copy).value("select count(*) from users")).isEqualTo("13");
    }

    @Test
    void a_migrated_database_is_dumped_as_one_that_was_made_of_the_schema() {
        ConnectionUrl migrated = Baseline.in(Cluster.OLDEST);
        assertThat(db("CONNECTION_URL", migrated, "migrate").exitCode()).isZero();

        assertThat(structure(dump(migrated, "--schema-only")))
                .isEqualTo(structure(dump(Cluster.OLDEST.empty(), "--schema-only")))
                .anyMatch(part -> part.contains("CREATE TABLE public.activities"))
                .anyMatch(part -> part.contains("2\tenvironment\t"))
                .noneMatch(part -> part.contains("COPY public.users"));
    }

    /// The parts, sorted, without the times of records. PostgreSQL 13 remembers that a column was once generated by a
    /// function, and dumps that function before the others.
    private static List<String> structure(CommandResult dump) {
        return Stream.of(dump.out().replaceAll("\\t20\\d\\d-\\S+ \\S+", "").split("\n\n\n", -1))
                .sorted()
                .toList();
    }

    @Test
    void a_pg_dump_that_is_too_old_is_recognised_by_its_version() throws IOException {
        Path old = folder.resolve("pg_dump");
        Files.writeString(old, "#!/bin/sh\necho 'pg_dump (PostgreSQL) 12.22'\n");
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwx------"));
        CommandResult ran = dump(Cluster.NEWEST.empty(), "--pg-dump", old.toString());

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords())
                .contains("The server is PostgreSQL 18", old + " (12)", "postgresql-client-18", "--pg-dump");
    }

    @Test
    void a_dump_that_fails_leaves_the_file_that_was_there() throws IOException {
        Path failing = folder.resolve("pg_dump");
        Files.writeString(
                failing,
                "#!/bin/sh\ncase $1 in --version) echo 'pg_dump (PostgreSQL) 18.1';; --help) ;; *) echo half; echo 'pg_dump: error: disk full' >&2; exit 1;; esac\n");
        Files.setPosixFilePermissions(failing, PosixFilePermissions.fromString("rwx------"));
        Path file = folder.resolve("backup.sql");
        Files.writeString(file, "of yesterday");
        CommandResult ran = dump(Cluster.NEWEST.empty(), "--pg-dump", failing.toString(), "--output", file.toString());

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords()).isEqualTo("Cruddur: pg_dump: error: disk full");
        assertThat(file).hasContent("of yesterday");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(failing, file);
        }
    }

    private void restore(Path file, ConnectionUrl url) throws IOException {
        ProcessBuilder psql = new ProcessBuilder("psql", "-qX", "-v", "ON_ERROR_STOP=1", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("psql.txt").toFile());
        psql.environment().putAll(url.libpqVariables());
        assertThat(psql.start().onExit().join().exitValue())
                .as(() ->
                        "psql printed: " + contentOf(folder.resolve("psql.txt").toFile()))
                .isZero();
    }
}
