package cruddur.activities;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class CreateTest {

    private static final String PATH = "/api/activities";

    private final TestServer server = TestServer.on(Cluster.NEWEST.empty());
    private final String ada = server.sql().person("ada");

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void a_crud_is_its_own_answer_and_the_first_of_the_feed() {
        HttpResponse<String> response = server.post("ada", PATH, "{\"message\":\"Héllo 🦊\",\"ttl\":\"3-hours\"}");
        JsonObject crud = new JsonObject(response.body());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(crud.getString("message")).isEqualTo("Héllo 🦊");
        assertThat(crud.getString("handle")).isEqualTo("ada");
        assertThat(crud.getBoolean("liked")).isFalse();
        assertThat(server.sql()
                        .value(
                                "select expires_at - created_at = interval '3 hours' from activities where uuid = ?::uuid",
                                crud.getString("uuid")))
                .isEqualTo("t");
        assertThat(server.send(server.requestBy("ada", "/api/activities/home")).body())
                .startsWith("[" + response.body());
    }

    @Test
    void nobody_can_post_as_somebody_else() {
        String bob = server.sql().person("bob");
        HttpResponse<String> response = server.post(
                "ada",
                PATH + "?user_uuid=" + bob + "&handle=bob",
                "{\"message\":\"m\",\"ttl\":\"1-day\",\"handle\":\"bob\",\"user_handle\":\"bob\",\"user_uuid\":\""
                        + bob
                        + "\",\"person\":\""
                        + bob
                        + "\"}");

        assertThat(server.sql()
                        .value(
                                "select user_uuid from activities where uuid = ?::uuid",
                                new JsonObject(response.body()).getString("uuid")))
                .isEqualTo(ada);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"ttl\":\"1-day\"} | message_blank",
                "{\"message\":null,\"ttl\":\"1-day\"} | message_blank",
                "{\"message\":\" \\u00a0\\n \",\"ttl\":\"1-day\"} | message_blank",
                "{\"message\":\"\\u200e\\u00ad\\u3164\\u2800\",\"ttl\":\"1-day\"} | message_blank",
                "{\"message\":5,\"ttl\":\"1-day\"} | message_blank",
                "{\"message\":{\"a\":1},\"ttl\":\"1-day\"} | message_blank",
                "{\"message\":\"m\"} | ttl_blank",
                "{\"message\":\"m\",\"ttl\":\"2-days\"} | ttl_blank",
                "{\"message\":\"m\",\"ttl\":[\"1-day\"]} | ttl_blank",
                "{} | ttl_blank",
                "[] | ttl_blank",
                "null | ttl_blank",
                "\"text\" | ttl_blank"
            })
    void a_broken_rule_is_422_with_its_name(String body, String code) {
        HttpResponse<String> response = server.post("ada", PATH, body);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).isEqualTo("[\"" + code + "\"]");
    }

    @Test
    void a_message_may_have_280_characters_and_no_more() {
        assertThat(post("🦊".repeat(280)).statusCode()).isEqualTo(200);
        assertThat(post("🦊".repeat(281)).body()).isEqualTo("[\"message_exceed_max_chars\"]");
        assertThat(post("x".repeat(2000)).body()).isEqualTo("[\"message_exceed_max_chars\"]");
    }

    @Test
    void a_message_is_data_and_never_sql() {
        String message = "'); drop table users; -- $1 :person \\\\ %s";
        assertThat(new JsonObject(post(message).body()).getString("message")).isEqualTo(message.replace("\\\\", "\\"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "message=Hello&ttl=1-day",
                "{\"message\":\"\\u0000\",\"ttl\":\"1-day\"}",
                "{\"message\":\"\\ud83e\",\"ttl\":\"1-day\"}",
                "{\"message\":\"a\nb\",\"ttl\":\"1-day\"}",
                "{\"message\":\"m\",\"ttl\":\"1-day\"} x"
            })
    void what_is_no_json_that_can_be_kept_is_400(String body) {
        HttpResponse<String> response = server.post("ada", PATH, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(response.body()).contains("JSON object in UTF-8");
    }

    @Test
    void bytes_that_are_no_utf8_and_nesting_without_end_are_400() {
        assertThat(postBytes(new byte[] {'{', '"', 'm', '"', ':', '"', (byte) 0xff, '"', '}'}))
                .isEqualTo(400);
        assertThat(server.post("ada", PATH, "[".repeat(60_000)).statusCode()).isEqualTo(400);
    }

    @Test
    void a_body_over_64_kib_is_413() {
        HttpResponse<String> response = server.post("ada", PATH, "{\"message\":\"" + "x".repeat(70_000) + "\"}");

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.headers().firstValue("connection")).contains("close");
    }

    @Test
    void a_stranger_cannot_post() {
        HttpResponse<String> response = server.send(server.request(PATH).POST(BodyPublishers.ofString("{}")));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("www-authenticate"))
                .get()
                .asString()
                .startsWith("Bearer error=");
    }

    @Test
    void only_a_post_posts() {
        HttpResponse<String> response = server.get(PATH);

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).contains("OPTIONS, POST");
    }

    private HttpResponse<String> post(String message) {
        return server.post("ada", PATH, "{\"message\":\"" + message + "\",\"ttl\":\"1-day\"}");
    }

    private int postBytes(byte[] body) {
        return server.send(server.requestBy("ada", PATH).POST(BodyPublishers.ofByteArray(body)))
                .statusCode();
    }
}
