package cruddur.cli.db;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.CommandResult;
import cruddur.testing.Json;
import cruddur.testing.Sql;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `cruddur db` in dev, on the oldest and the newest PostgreSQL.
@ParameterizedClass
@EnumSource
class DbTest {

    private final Cluster cluster;

    DbTest(Cluster cluster) {
        this.cluster = cluster;
    }

    private static CommandResult db(ConnectionUrl url, String... arguments) {
        new Sql(url.withDatabase("postgres")).awaitDeparture(url.database());
        return CommandResult.cruddur(Map.of("CONNECTION_URL", url.reveal()), "db", arguments);
    }

    private static String place(ConnectionUrl url) {
        return "database %s at 127.0.0.1:%d".formatted(url.database(), url.port());
    }

    @Test
    void a_database_is_made_once_and_dropped_once() {
        ConnectionUrl url = cluster.missing();
        CommandResult made = db(url, "create");
        CommandResult again = db(url, "create");
        assertThat(made.exitCode()).isZero();
        assertThat(made.err()).startsWith("Cruddur: dev: " + place(url));
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.lastWords()).contains("The " + place(url) + " exists already");

        CommandResult dropped = db(url, "drop", "--yes");
        CommandResult nothing = db(url, "drop");
        assertThat(dropped.exitCode()).isZero();
        assertThat(nothing.exitCode()).isZero();
        assertThat(nothing.lastWords()).isEqualTo("Cruddur: there is no database " + url.database() + ".");
    }

    @Test
    void setup_makes_all_of_it_again_and_again() {
        ConnectionUrl url = cluster.missing();
        assertThat(db(url, "setup").exitCode()).isZero();
        new Sql(url).person("grete");
        CommandResult again = db(url, "setup", "--yes");

        assertThat(again.exitCode()).isZero();
        assertThat(again.err()).contains("users 14");
        assertThat(new Sql(url).value("select count(*) from users")).isEqualTo("13");
        assertThat(new Sql(url).value("select mark from environment")).isEqualTo("dev");
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop", "schema-load"})
    void a_command_that_loses_rows_shows_them_and_asks(String verb) {
        ConnectionUrl url = cluster.seeded();
        CommandResult ran = db(url, verb);

        assertThat(ran.exitCode()).isEqualTo(4);
        assertThat(ran.err())
                .contains("users 13", "activities ", "mark      dev")
                .doesNotContain("blocks 0");
        assertThat(ran.lastWords()).isEqualTo("Cruddur: nothing was changed. To confirm, add: --yes");
        assertThat(new Sql(url).value("select count(*) from users")).isEqualTo("13");
    }

    @Test
    void a_dry_run_shows_what_it_would_hit_and_does_nothing() {
        ConnectionUrl url = cluster.seeded();
        CommandResult ran = db(url, "drop", "--dry-run", "--yes");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("127.0.0.1:" + url.port(), url.database(), "users 13", "no others");
        assertThat(new Sql(url).value("select count(*) from users")).isEqualTo("13");
    }

    @Test
    void a_schema_and_a_world_are_loaded_step_by_step() {
        ConnectionUrl url = cluster.missing();
        assertThat(db(url, "create").exitCode()).isZero();
        CommandResult early = db(url, "seed");
        assertThat(early.exitCode()).isEqualTo(1);
        assertThat(early.err()).contains("db/seed.sql:5: ", "cruddur db schema-load");
        assertThat(db(url, "schema-load").exitCode()).isZero();
        assertThat(db(url, "seed").exitCode()).isZero();
        assertThat(db(url, "seed").exitCode()).isZero();

        assertThat(new Sql(url).value("select count(*) from users")).isEqualTo("13");
    }

    @Test
    void loading_the_schema_replaces_the_tables_and_keeps_the_mark() {
        ConnectionUrl url = cluster.seeded();
        new Sql(url).run("update environment set marked_at = '2026-11-21'");

        assertThat(db(url, "schema-load", "--yes").exitCode()).isZero();
        assertThat(new Sql(url).value("select count(*) from users")).isEqualTo("0");
        assertThat(new Sql(url).value("select mark from environment where marked_at = '2026-11-21'"))
                .isEqualTo("dev");
    }

    @Test
    void a_session_blocks_the_drop_and_is_named_and_force_ends_it() throws SQLException {
        ConnectionUrl url = cluster.empty();
        try (Connection ide = new Sql(url).connect()) {
            ide.setClientInfo("ApplicationName", "IDE of Ada's");
            String pid = new Sql(url)
                    .value(
                            "select pid from pg_stat_activity where application_name like 'IDE%' and datname = current_database()");
            CommandResult blocked = db(url, "drop", "--yes");
            assertThat(blocked.exitCode()).isEqualTo(1);
            assertThat(blocked.err())
                    .containsPattern(pid + " +postgres +" + url.database() + " +127.0.0.1 +IDE of Ada's +idle +00:0")
                    .contains("--force");
            assertThat(ide.isValid(5)).isTrue();

            assertThat(db(url, "drop", "--force", "--yes").exitCode()).isZero();
            assertThat(ide.isValid(5)).isFalse();
        }
    }

    @Test
    void sessions_are_listed_with_those_that_block_a_drop() throws SQLException {
        ConnectionUrl url = cluster.empty();
        ConnectionUrl other = cluster.empty();
        try (Connection _ = new Sql(url).connect();
                Connection _ = new Sql(other).connect()) {
            CommandResult shown = db(url, "sessions");
            assertThat(shown.out().lines().findFirst().orElseThrow().split(" +"))
                    .containsExactly("process_id", "user", "db", "client_addr", "app", "state", "age", "blocks_drop");
            assertThat(shown.out())
                    .containsPattern(url.database() + ".* yes\n")
                    .containsPattern(other.database() + ".* no\n");

            assertThat(Json.fields(db(url, "sessions", "--json").out()))
                    .filteredOn("blocks_drop", true)
                    .singleElement()
                    .satisfies(session -> assertThat(session.keySet())
                            .containsExactly(
                                    "process_id", "user", "db", "client_addr", "app", "state", "age", "blocks_drop"))
                    .satisfies(session -> assertThat(session).containsEntry("db", url.database()));
        }
    }

    @Test
    void kill_ends_one_session_or_all_of_the_database() throws SQLException {
        ConnectionUrl url = cluster.empty();
        try (Connection one = new Sql(url).connect();
                Connection two = new Sql(url).connect();
                Connection elsewhere = new Sql(cluster.empty()).connect()) {
            CommandResult ended = db(url, "kill", "--pid", pid(one));
            assertThat(ended.exitCode()).isZero();
            assertThat(one.isValid(5)).isFalse();
            assertThat(two.isValid(5)).isTrue();
            CommandResult unknown = db(url, "kill", "--pid", pid(elsewhere));
            assertThat(unknown.exitCode()).isEqualTo(1);
            assertThat(unknown.lastWords()).contains("There is no session " + pid(elsewhere) + " in " + url.database());

            assertThat(db(url, "kill").lastWords()).isEqualTo("Cruddur: sessions ended: 1.");
            assertThat(two.isValid(5)).isFalse();
            assertThat(elsewhere.isValid(5)).isTrue();
        }
    }

    private static String pid(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void status_prints_version_mark_schema_and_rows() {
        ConnectionUrl url = cluster.seeded();
        CommandResult shown = db(url, "status");
        assertThat(shown.exitCode()).isZero();
        assertThat(shown.out())
                .contains("mark      dev", "schema    this version's")
                .containsPattern("users +13\n");

        JsonObject json = new JsonObject(db(url, "status", "--json").out());
        assertThat(json.getString("version")).isEqualTo(new Sql(url).value("show server_version"));
        assertThat(json.getString("database")).isEqualTo(url.database());
        assertThat(json.getJsonArray("tables")).contains(JsonObject.of("name", "users", "rows", 13, "exact", true));
    }

    @Test
    void status_of_a_missing_database_prints_how_to_create_it() {
        ConnectionUrl url = cluster.missing();
        CommandResult ran = db(url, "status");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords())
                .isEqualTo("Cruddur: Cannot connect to " + place(url)
                        + " as postgres: the database does not exist. Create it: cruddur db create");
    }

    @Test
    void a_table_that_takes_long_to_count_is_estimated() throws SQLException {
        ConnectionUrl url = cluster.seeded();
        new Sql(url).run("analyze");
        try (Connection locked = new Sql(url).connect()) {
            locked.setAutoCommit(false);
            locked.createStatement().execute("lock table users in access exclusive mode");

            assertThat(db(url, "status").out()).containsPattern("users +about 13\n");
        }
    }

    @Test
    void two_who_make_the_same_database_at_once_make_one() {
        ConnectionUrl url = cluster.missing();
        List<CompletableFuture<CommandResult>> both = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> db(url, "create")))
                .limit(2)
                .toList();

        assertThat(both.stream().map(CompletableFuture::join).map(CommandResult::exitCode))
                .containsExactlyInAnyOrder(0, 1);
    }
}
