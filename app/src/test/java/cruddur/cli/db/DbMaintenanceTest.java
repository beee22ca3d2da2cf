package cruddur.cli.db;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.embedded.DataFolder;
import cruddur.embedded.EmbeddedPostgres;
import cruddur.embedded.PostgresArchive;
import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.CommandResult;
import cruddur.testing.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `db create` and `db drop` on unusual servers: without a database `postgres`, and with a `template1` in
/// another encoding.
class DbMaintenanceTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static EmbeddedPostgres postgres;

    private ConnectionUrl url;

    @BeforeAll
    static void start() {
        DataFolder data = DataFolder.at(folder.resolve("postgresql"));
        Cluster.copyPrograms(data);
        postgres = EmbeddedPostgres.start(data, PostgresArchive.bundled(), Map.of("fsync", "off"), _ -> {});
        new Sql(postgres.url("template1")).run("drop database postgres");
        new Sql(postgres.url("template1")).run("create database defaultdb");
        Sql other = new Sql(postgres.url("defaultdb"));
        other.run("alter database template1 is_template false");
        other.run("drop database template1");
        other.run("create database template1 template template0 encoding 'SQL_ASCII' locale 'C'");
    }

    @AfterAll
    static void stop() {
        postgres.stop();
    }

    @BeforeEach
    void allowAll() {
        url = postgres.url("cruddur_" + NUMBER.incrementAndGet());
        new Sql(postgres.url("defaultdb")).run("alter database template1 allow_connections true");
    }

    private static CommandResult db(ConnectionUrl url, String words) {
        new Sql(postgres.url("defaultdb")).awaitDeparture(url.database());
        return CommandResult.cruddur(Map.of("CONNECTION_URL", url.reveal()), "db", words.split(" "));
    }

    @Test
    void a_database_is_created_from_template0_while_template1_is_in_use() throws SQLException {
        try (Connection _ = new Sql(postgres.url("template1")).connect()) {
            CommandResult setup = db(url, "setup");

            assertThat(setup.exitCode()).as(setup.err()).isZero();
            assertThat(new Sql(url).value("show server_encoding")).isEqualTo("UTF8");
            assertThat(db(url, "drop --yes").exitCode()).isZero();
        }
    }

    @Test
    void where_template1_is_closed_another_database_is_found() {
        new Sql(postgres.url("defaultdb")).run("alter database template1 allow_connections false");

        assertThat(db(url, "create").exitCode()).isZero();
        assertThat(db(url, "drop").exitCode()).isZero();
    }

    @Test
    void if_none_accepts_the_login_those_that_were_tried_are_named() {
        Sql sql = new Sql(postgres.url("defaultdb"));
        sql.run("create role shut_out login createdb password 'shut'");
        sql.run("revoke connect on database defaultdb, template1 from public");
        try {
            CommandResult ran = db(url.withLogin("shut_out", Optional.of("shut")), "create");

            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.lastWords())
                    .contains(
                            "Cannot create or drop the database " + url.database(),
                            "Tried: postgres (",
                            "template1 (FATAL: permission denied",
                            "shut_out (",
                            "defaultdb (");
        } finally {
            sql.run("grant connect on database defaultdb, template1 to public");
        }
    }

    @Test
    void a_user_who_may_not_create_databases_learns_how_to_get_the_right() {
        new Sql(postgres.url("defaultdb")).run("create role poor login password 'poor'");
        CommandResult ran = db(url.withLogin("poor", Optional.of("poor")), "create");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords()).contains("permission denied to create database", "alter role \"poor\" createdb");
    }

    @Test
    void what_an_interrupted_drop_left_is_dropped() {
        db(url, "setup");
        new Sql(postgres.url("defaultdb"))
                .run("update pg_database set datconnlimit = -2 where datname = ?", url.database());
        assertThat(db(url, "status").lastWords())
                .contains("the database does not accept connections", "cruddur db drop");
        assertThat(db(url, "drop").exitCode()).isEqualTo(4);
        CommandResult dropped = db(url, "drop --yes");

        assertThat(dropped.exitCode()).as(dropped.err()).isZero();
        assertThat(dropped.err()).contains("a drop of it was interrupted", "rows      cannot be read");
        assertThat(db(url, "setup").exitCode()).isZero();
    }

    @Test
    void a_database_that_is_closed_and_may_be_anyones_is_dropped_for_its_name() {
        db(url, "setup");
        new Sql(postgres.url("defaultdb")).run("alter database " + url.database() + " allow_connections false");
        assertThat(db(url, "drop --yes").exitCode()).isEqualTo(4);

        assertThat(db(url, "setup --confirm " + url.database()).exitCode()).isZero();
    }
}
