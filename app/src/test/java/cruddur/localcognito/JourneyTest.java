package cruddur.localcognito;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// From signing up to posting.
@TestInstance(Lifecycle.PER_CLASS)
class JourneyTest {

    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());
    private final BuiltInPool pool = BuiltInPool.at(server.uri("/"));

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void whoever_signs_up_and_confirms_can_post() {
        pool.admit("grete@example.com");
        String token = pool.signIn("grete@example.com", BuiltInPool.PASSWORD);

        assertThat(server.postWith(token, "Good morning").statusCode()).isEqualTo(200);
        assertThat(server.get("/api/activities/@grete").body()).contains("Good morning");
    }

    @Test
    void the_people_of_the_seed_world_can_sign_in() {
        String token = pool.signIn("ada@example.com", BuiltInPool.PASSWORD);

        assertThat(server.postWith(token, "Bread again").body()).contains("\"handle\":\"ada\"");
    }
}
