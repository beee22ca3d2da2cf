package cruddur.activities;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.Json;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class ShowTest {

    private final TestServer server = TestServer.on(Cluster.NEWEST.empty());
    private final String ada = server.sql().person("ada");

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void an_activity_comes_with_its_direct_replies_the_oldest_first() {
        String crud = activity("crud", null);
        String first = activity("first", crud);
        String second = activity("second", crud);
        activity("a reply to a reply", first);

        HttpResponse<String> response = server.get("/api/activities/" + crud);
        JsonObject thread = new JsonObject(response.body());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(thread.fieldNames()).containsExactly("activity", "replies");
        assertThat(thread.getJsonObject("activity").getString("uuid")).isEqualTo(crud);
        assertThat(thread.getJsonObject("activity").getInteger("replies_count")).isEqualTo(2);
        assertThat(Json.uuids(thread.getJsonArray("replies").encode())).containsExactly(first, second);
    }

    @Test
    void a_hundred_replies_come_at_first() {
        String crud = activity("crud", null);
        server.sql().run("""
                        insert into activities (user_uuid, message, reply_to_activity_uuid)
                        select ?::uuid, n::text, ?::uuid from generate_series(1, 101) n
                        """, ada, crud);

        HttpResponse<String> response = server.get("/api/activities/@ada/status/" + crud);

        assertThat(new JsonObject(response.body()).getJsonArray("replies")).hasSize(100);
        assertThat(response.headers().firstValue("Link").orElseThrow()).contains("after=");
    }

    @Test
    void one_without_replies_has_an_empty_array_of_them() {
        String crud = activity("crud", null);

        assertThat(new JsonObject(server.get("/api/activities/" + crud).body()).getJsonArray("replies"))
                .isEmpty();
    }

    @Test
    void a_signed_in_reader_sees_their_likes_in_all_of_it() {
        String crud = activity("crud", null);
        String reply = activity("reply", crud);
        server.sql().run("insert into likes (user_uuid, activity_uuid) values (?::uuid, ?::uuid)", ada, reply);

        JsonObject thread = new JsonObject(
                server.send(server.requestBy("ada", "/api/activities/" + crud)).body());

        assertThat(thread.getJsonObject("activity").getBoolean("liked")).isFalse();
        assertThat(thread.getJsonArray("replies").getJsonObject(0).getBoolean("liked"))
                .isTrue();
    }

    @Test
    void what_is_not_there_is_404_and_what_is_no_uuid_400() {
        assertThat(server.get("/api/activities/00000000-0000-4000-8000-000000000000")
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.get("/api/activities/1").statusCode()).isEqualTo(400);
        assertThat(server.get("/api/activities/%00").statusCode()).isEqualTo(400);
        assertThat(server.get("/api/activities/").statusCode()).isIn(400, 404);
    }

    private String activity(String message, @Nullable String replyTo) {
        return server.sql()
                .value(
                        "insert into activities (user_uuid, message, reply_to_activity_uuid, created_at)"
                                + " values (?::uuid, ?, ?::uuid, clock_timestamp()) returning uuid",
                        ada,
                        message,
                        replyTo);
    }
}
