package cruddur.database;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.http.Reply;
import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.Sql;
import cruddur.testing.TestServer;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Failures of the client that are rare during an outage, so that `OutageTest` may miss them.
class RefusalTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Timeout waiting for connection",
                "Pending requests failed to be sent due to connection has been closed.",
                "Connection is not active now, current status: CLOSED"
            })
    void a_connection_that_is_lost_or_missing_is_an_outage(String words) {
        assertThat(Refusal.of(VertxException.noStackTrace(words)))
                .hasValue(Reply.unavailable("The database does not answer. Try again in a moment."));
    }

    /// A pooler that does not keep prepared statements may lend a session that has another one of the same name.
    @ParameterizedTest
    @CsvSource({
        "26000, prepared statement \"a\" does not exist",
        "42P05, prepared statement \"a\" already exists",
        "08P01, 'bind message supplies 1 parameters, but prepared statement \"a\" requires 3'"
    })
    void a_statement_that_a_pooler_lost_is_no_defect(String state, String words) {
        assertThat(Refusal.of(new PgException(words, "ERROR", state, "")))
                .hasValueSatisfying(reply -> assertThat(reply.toString()).contains("PREPARED_STATEMENTS=false"));
    }

    @Test
    void a_role_without_grants_is_an_outage_until_they_are_granted() {
        ConnectionUrl database = Cluster.NEWEST.seeded();
        String role = "poor_" + UUID.randomUUID().toString().substring(0, 8);
        new Sql(database).run("create role " + role + " login password 'poor'");

        try (TestServer server = TestServer.on(database.withLogin(role, Optional.of("poor")))) {
            assertThat(server.get("/api/activities/home").statusCode()).isEqualTo(503);
            assertThat(server.get("/readyz").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void a_statement_that_does_not_fit_its_values_is_a_defect() {
        assertThat(Refusal.of(VertxException.noStackTrace("The number of parameters is wrong")))
                .isEmpty();
    }
}
