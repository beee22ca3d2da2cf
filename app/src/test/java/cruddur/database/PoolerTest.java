package cruddur.database;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.administration.ServerRoles;
import cruddur.jdbc.Jdbc;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.ServerRole;
import cruddur.testing.Cluster;
import cruddur.testing.Json;
import cruddur.testing.PgBouncer;
import cruddur.testing.Sql;
import cruddur.testing.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A server behind PgBouncer in transaction mode, whose sessions other clients use in turn.
@ParameterizedClass
@EnumSource
class PoolerTest {

    private static final Optional<Boolean> UNPREPARED = Optional.of(false);

    /// What pgjdbc sends while it connects.
    private static final String OF_JDBC = "extra_float_digits";

    /// The settings of a session that differ from those of its role and database. PgBouncer itself gives each client
    /// its
    /// own value of those that are left out.
    private static final String CHANGED = """
            select name from pg_settings
            where source = 'session' and name not in
              ('application_name', 'client_encoding', 'DateStyle', 'TimeZone', 'standard_conforming_strings')
            union all
            select name from pg_prepared_statements
            union all
            select 'advisory lock' from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()
            """;

    private final ConnectionUrl owner;
    private final ConnectionUrl reader;
    private final ConnectionUrl writer;

    @TempDir
    private Path folder;

    PoolerTest(Cluster cluster) {
        Optional<String> password = Optional.of("ours alone");
        owner = cluster.seeded();
        new ServerRoles(owner).create(password);
        reader = owner.withLogin(ServerRole.READ.toString(), password);
        writer = owner.withLogin(ServerRole.WRITE.toString(), password);
    }

    private PgBouncer pooler(String ignored) {
        return PgBouncer.start(folder, ignored, owner, owner, reader, writer);
    }

    @Test
    void the_api_works_and_leaves_nothing_to_other_clients() {
        new Sql(owner).person("lin");
        try (PgBouncer pooler = pooler(OF_JDBC);
                TestServer server = TestServer.pooled(pooler.url(writer), UNPREPARED)) {
            assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
            IntStream.range(0, 10).forEach(_ -> converse(server));
            assertThat(server.get("/api/activities/search?term=crowded").body()).contains("crowded");

            assertThat(column(pooler.url(reader), CHANGED)).isEmpty();
            assertThat(column(pooler.url(writer), CHANGED)).isEmpty();
            assertThat(limits(pooler.url(writer))).containsExactly("off", "3s");
            assertThat(limits(pooler.url(owner))).containsExactly("off", "0");
        }
    }

    private static void converse(TestServer server) {
        String crud = server.crud("lin", "Is anyone here?");
        server.reply("lin", crud, "It is crowded.");
        assertThat(server.put("lin", "/api/activities/" + crud + "/like", "").body())
                .contains("\"likes_count\":1");
        assertThat(server.put("lin", "/api/profile/update", Json.object("bio", "b", "display_name", "Lin"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.get("/api/activities/home").body()).contains(crud);
        assertThat(server.get("/api/activities/@lin/status/" + crud).body()).contains("crowded");
        assertThat(server.get("/api/trends").statusCode()).isEqualTo(200);
        assertThat(server.delete("lin", "/api/activities/" + server.crud("lin", "Hello?"))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void a_login_without_the_settings_is_refused_and_changes_no_session() {
        try (PgBouncer pooler = pooler(OF_JDBC);
                TestServer server = TestServer.pooled(pooler.url(owner), UNPREPARED)) {
            assertThat(server.get("/readyz").statusCode()).isEqualTo(503);
            assertThat(server.get("/api/activities/home").statusCode()).isEqualTo(503);

            assertThat(limits(pooler.url(owner))).containsExactly("off", "0");
        }
    }

    @Test
    void settings_that_the_pooler_drops_are_reported() {
        try (PgBouncer pooler = pooler(OF_JDBC + ", options");
                TestServer server = TestServer.pooled(pooler.url(owner), UNPREPARED)) {
            HttpResponse<String> ready = server.get("/readyz");

            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("lack settings", "cruddur db roles");
        }
    }

    @Test
    void nothing_runs_until_the_operator_says_whether_the_pooler_keeps_prepared_statements() {
        try (PgBouncer pooler = pooler(OF_JDBC);
                TestServer server = TestServer.pooled(pooler.url(writer), Optional.empty())) {
            HttpResponse<String> ready = server.get("/readyz");

            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("PREPARED_STATEMENTS=false");
            assertThat(server.get("/api/activities/home").statusCode()).isEqualTo(503);
        }
    }

    /// Whether the session is read-only, and its time limit.
    private static List<String> limits(ConnectionUrl url) {
        return column(
                url,
                "select current_setting(name) from unnest(array['default_transaction_read_only', 'statement_timeout']) name");
    }

    private static List<String> column(ConnectionUrl url, String query) {
        return new Jdbc(url).run(connection -> {
            List<String> column = new ArrayList<>();
            try (ResultSet rows = connection.createStatement().executeQuery(query)) {
                while (rows.next()) {
                    column.add(rows.getString(1));
                }
            }
            return column;
        });
    }
}
