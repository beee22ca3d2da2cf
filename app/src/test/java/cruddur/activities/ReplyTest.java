package cruddur.activities;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.Json;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class ReplyTest {

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
    void a_reply_expires_with_what_it_answers_and_is_counted_there() {
        String crud = server.crud("ada", "crud");
        HttpResponse<String> response = reply(crud, "{\"message\":\"reply\",\"ttl\":\"1-hour\"}");
        JsonObject reply = new JsonObject(response.body());
        JsonObject answered =
                new JsonObject(server.get("/api/activities/" + crud).body()).getJsonObject("activity");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(reply.getString("reply_to_activity_uuid")).isEqualTo(crud);
        assertThat(reply.getString("expires_at")).isEqualTo(answered.getString("expires_at"));
        assertThat(answered.getInteger("replies_count")).isEqualTo(1);
    }

    @Test
    void a_reply_may_have_1024_characters_and_no_more() {
        String crud = server.crud("ada", "crud");

        assertThat(reply(crud, Json.object("message", "🦊".repeat(1024))).statusCode())
                .isEqualTo(200);
        assertThat(reply(crud, Json.object("message", "🦊".repeat(1025))).body())
                .isEqualTo("[\"message_exceed_max_chars_1024\"]");
        assertThat(reply(crud, "{}").body()).isEqualTo("[\"message_blank\"]");
    }

    @Test
    void what_is_gone_cannot_be_answered() {
        String expired = server.crud("ada", "crud");
        String deleted = server.crud("ada", "crud");
        server.sql().run("update activities set expires_at = now() where uuid = ?::uuid", expired);
        server.delete("ada", "/api/activities/" + deleted);

        assertThat(reply(expired, "{\"message\":\"m\"}").statusCode()).isEqualTo(404);
        assertThat(reply(deleted, "{\"message\":\"m\"}").statusCode()).isEqualTo(404);
        assertThat(reply(UUID.randomUUID().toString(), "{\"message\":\"m\"}").statusCode())
                .isEqualTo(404);
        assertThat(reply("nonsense", "{\"message\":\"m\"}").statusCode()).isEqualTo(400);
    }

    @Test
    void a_thread_goes_at_the_second_at_which_its_crud_expires() {
        String crud = server.crud("ada", "crud");
        String reply = server.reply("bao", crud, "reply");
        String below = server.reply("ada", reply, "below");
        server.sql().run("update activities set expires_at = now() where uuid = ?::uuid", crud);

        assertThat(server.get("/api/activities/" + reply).statusCode()).isEqualTo(404);
        assertThat(server.get("/api/activities/" + below).statusCode()).isEqualTo(404);
    }

    @Test
    void a_thread_is_read_page_by_page() {
        String crud = server.crud("ada", "crud");
        String first = server.reply("bao", crud, "1");
        String second = server.reply("bao", crud, "2");
        String third = server.reply("bao", crud, "3");
        HttpResponse<String> page = server.get("/api/activities/@ada/status/" + crud + "?limit=2");
        String next = page.headers().firstValue("link").orElseThrow().replaceAll("<(.*)>.*", "$1");
        HttpResponse<String> rest = server.get(next);

        assertThat(page.body()).contains(first, second).doesNotContain(third);
        assertThat(rest.body()).contains(third).doesNotContain(second);
        assertThat(rest.headers().firstValue("link")).isEmpty();
    }

    @Test
    void a_status_is_found_below_its_authors_handle_only() {
        String crud = server.crud("ada", "crud");

        assertThat(server.get("/api/activities/@ADA/status/" + crud).statusCode())
                .isEqualTo(200);
        assertThat(server.get("/api/activities/%40ada/status/" + crud).statusCode())
                .isEqualTo(200);
        assertThat(server.get("/api/activities/@bao/status/" + crud).statusCode())
                .isEqualTo(404);
    }

    private HttpResponse<String> reply(String activity, String body) {
        return server.post("bao", "/api/activities/" + activity + "/reply", body);
    }
}
