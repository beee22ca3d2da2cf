package cruddur.activities;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class LifetimeTest {

    private final TestServer server = TestServer.on(Cluster.OLDEST.empty());

    LifetimeTest() {
        server.sql().person("ada");
        server.sql().person("iker");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void a_crud_and_its_thread_live_as_long_as_its_author_now_says() {
        String crud = activity(null);
        String reply = activity(crud);
        String nested = activity(reply);

        HttpResponse<String> answer = change("ada", crud, "{\"ttl\":\"30-days\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()).getString("uuid")).isEqualTo(crud);
        assertThat(server.sql()
                        .run(
                                "select distinct expires_at - now() between '29 days 23:59' and '30 days' from activities"
                                        + " where uuid in (?::uuid, ?::uuid, ?::uuid)",
                                crud,
                                reply,
                                nested))
                .isEqualTo(List.of("t"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"ttl\":null}", "{\"ttl\":\"2-days\"}", "{\"ttl\":7}"})
    void another_lifetime_than_the_seven_is_refused(String body) {
        String crud = activity(null);

        HttpResponse<String> answer = change("ada", crud, body);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).isEqualTo("[\"ttl_blank\"]");
    }

    @Test
    void only_its_author_can_change_it_and_only_while_it_lives() {
        String crud = activity(null);
        assertThat(change("iker", crud, "{\"ttl\":\"1-hour\"}").statusCode()).isEqualTo(403);
        assertThat(server.send(server.request("/api/activities/" + crud + "/ttl")
                                .PUT(BodyPublishers.ofString("{\"ttl\":\"1-hour\"}")))
                        .statusCode())
                .isEqualTo(401);

        server.sql().run("update activities set expires_at = now() where uuid = ?::uuid", crud);
        assertThat(change("ada", crud, "{\"ttl\":\"1-hour\"}").statusCode()).isEqualTo(404);
    }

    @Test
    void a_reply_expires_with_what_it_answers() {
        String reply = activity(activity(null));
        String before = server.sql().value("select expires_at from activities where uuid = ?::uuid", reply);

        assertThat(change("ada", reply, "{\"ttl\":\"30-days\"}").statusCode()).isEqualTo(409);
        assertThat(server.sql().value("select expires_at from activities where uuid = ?::uuid", reply))
                .isEqualTo(before);
    }

    private HttpResponse<String> change(String handle, String uuid, String body) {
        return server.put(handle, "/api/activities/" + uuid + "/ttl", body);
    }

    private String activity(@Nullable String parent) {
        return server.sql()
                .value(
                        "insert into activities (user_uuid, message, reply_to_activity_uuid, expires_at)"
                                + " select uuid, 'm', ?::uuid, now() + interval '1 hour' from users where handle = 'ada'"
                                + " returning uuid",
                        parent);
    }
}
