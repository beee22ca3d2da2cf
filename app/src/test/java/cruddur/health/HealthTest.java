package cruddur.health;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.administration.DatabaseAdmin;
import cruddur.administration.Mark;
import cruddur.migrations.Migrations;
import cruddur.sql.ConnectionUrl;
import cruddur.testing.Baseline;
import cruddur.testing.Cluster;
import cruddur.testing.Sql;
import cruddur.testing.TestServer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class HealthTest {

    @Test
    void with_a_database_all_is_well() {
        try (TestServer server = TestServer.on(Cluster.NEWEST.seeded())) {
            assertThat(server.get("/api/health-check").body()).isEqualTo("{\"success\":true,\"ver\":1}");
            assertThat(server.get("/livez").statusCode()).isEqualTo(200);
            assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void without_a_database_the_server_lives_and_is_not_ready() {
        try (TestServer server = TestServer.on(Cluster.NEWEST.missing())) {
            assertThat(server.get("/livez").statusCode()).isEqualTo(200);
            assertUnavailable(server.get("/readyz"), "does not answer");
            assertUnavailable(server.get("/api/activities/home"), "does not answer");
        }
    }

    @Test
    void without_a_schema_it_reports_what_to_do() {
        ConnectionUrl empty = Cluster.NEWEST.missing();
        new DatabaseAdmin(empty).create();
        try (TestServer server = TestServer.on(empty)) {
            assertUnavailable(server.get("/readyz"), "cruddur db schema-load");
            assertUnavailable(server.get("/api/activities/home"), "cruddur db schema-load");

            new DatabaseAdmin(empty).load(Mark.DEV, true);
            assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void with_an_older_schema_it_reports_what_to_do() {
        ConnectionUrl older = Baseline.in(Cluster.NEWEST);
        try (TestServer server = TestServer.on(older)) {
            assertUnavailable(server.get("/readyz"), "cruddur db migrate");

            new Migrations(older).migrate(_ -> {});
            assertThat(server.get("/readyz").statusCode()).isEqualTo(200);

            new Sql(older).run("delete from schema_migrations where version > 1");
            assertUnavailable(server.get("/readyz"), "cruddur db migrate");
        }
    }

    /// The servers of the old version continue while those of the next version start.
    @Test
    void with_a_newer_schema_it_goes_on() {
        ConnectionUrl newer = Cluster.NEWEST.seeded();
        new Sql(newer).run("insert into schema_migrations values (99, 'tomorrow', 'x')");
        try (TestServer server = TestServer.on(newer)) {
            assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
        }
    }

    private static void assertUnavailable(HttpResponse<String> response, String words) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("retry-after")).isPresent();
        assertThat(response.body()).contains(words);
    }
}
