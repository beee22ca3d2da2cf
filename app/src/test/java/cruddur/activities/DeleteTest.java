package cruddur.activities;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class DeleteTest {

    private final TestServer server = TestServer.on(Cluster.NEWEST.empty());

    @BeforeAll
    void people() {
        server.sql().person("ada");
        server.sql().person("bao");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void its_author_deletes_an_activity_and_all_that_hangs_on_it() {
        String crud = server.crud("ada", "crud");
        String reply = server.reply("bao", crud, "reply");
        server.put("bao", "/api/activities/" + crud + "/like", "");
        server.put("ada", "/api/activities/" + reply + "/repost", "");

        assertThat(server.delete("ada", "/api/activities/" + crud).statusCode()).isEqualTo(204);
        assertThat(server.get("/api/activities/" + reply).statusCode()).isEqualTo(404);
        assertThat(
                        server.sql()
                                .value(
                                        "select (select count(*) from likes) + (select count(*) from reposts) + (select count(*) from notifications)"))
                .isEqualTo("0");
    }

    @Test
    void a_deleted_reply_is_no_longer_counted() {
        String crud = server.crud("ada", "crud");
        String reply = server.reply("bao", crud, "reply");
        server.delete("bao", "/api/activities/" + reply);

        assertThat(server.get("/api/activities/" + crud).body()).contains("\"replies_count\":0");
        assertThat(server.delete("bao", "/api/activities/" + reply).statusCode())
                .isEqualTo(404);
    }

    @Test
    void nobody_else_can() {
        String crud = server.crud("ada", "crud");

        assertThat(server.delete("bao", "/api/activities/" + crud).statusCode()).isEqualTo(403);
        assertThat(server.send(server.request("/api/activities/" + crud).DELETE())
                        .statusCode())
                .isEqualTo(401);
        assertThat(server.get("/api/activities/" + crud).statusCode()).isEqualTo(200);
    }
}
