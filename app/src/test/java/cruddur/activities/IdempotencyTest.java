package cruddur.activities;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.Json;
import cruddur.testing.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class IdempotencyTest {

    private static final String PATH = "/api/activities";
    private static final String CRUD = "{\"message\":\"once\",\"ttl\":\"1-day\"}";

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
    void the_same_request_answers_with_what_was_made_first_as_it_is_now() {
        String crud = Json.uuid(post("ada", "again", PATH, CRUD));
        server.put("bao", PATH + "/" + crud + "/like", "");
        HttpResponse<String> again = post("ada", "again", PATH, CRUD);

        assertThat(Json.uuid(again)).isEqualTo(crud);
        assertThat(again.body()).contains("\"likes_count\":1");
    }

    @Test
    void many_at_once_make_one() {
        Set<String> made = IntStream.range(0, 16)
                .parallel()
                .mapToObj(_ -> Json.uuid(post("ada", "at once", PATH, CRUD)))
                .collect(Collectors.toSet());

        assertThat(made).hasSize(1);
    }

    @Test
    void another_request_is_a_conflict() {
        String crud = Json.uuid(post("ada", "other", PATH, CRUD));
        String other = "{\"message\":\"other\",\"ttl\":\"1-day\"}";

        assertThat(post("ada", "other", PATH, other).statusCode()).isEqualTo(409);
        assertThat(post("ada", "other", PATH + "/" + crud + "/reply", CRUD).statusCode())
                .isEqualTo(409);
    }

    @Test
    void the_key_is_the_persons_own() {
        assertThat(Json.uuid(post("ada", "shared", PATH, CRUD)))
                .isNotEqualTo(Json.uuid(post("bao", "shared", PATH, CRUD)));
    }

    @Test
    void what_was_made_and_is_gone_is_410() {
        String crud = Json.uuid(post("ada", "gone", PATH, CRUD));
        server.delete("ada", PATH + "/" + crud);

        assertThat(post("ada", "gone", PATH, CRUD).statusCode()).isEqualTo(410);
    }

    @Test
    void a_day_later_the_key_is_new() {
        String crud = Json.uuid(post("ada", "yesterday", PATH, CRUD));
        server.sql()
                .run(
                        "update idempotency_keys set created_at = now() - interval '1 day' where idempotency_key = 'yesterday'");

        assertThat(Json.uuid(post("ada", "yesterday", PATH, CRUD))).isNotEqualTo(crud);
    }

    @Test
    void a_refused_request_does_not_use_the_key_up() {
        assertThat(post("ada", "refused", PATH, "{\"ttl\":\"1-day\"}").statusCode())
                .isEqualTo(422);
        assertThat(post("ada", "refused", PATH, CRUD).statusCode()).isEqualTo(200);
    }

    @Test
    void a_reply_is_made_once_too() {
        String crud = server.crud("ada", "crud");
        String path = PATH + "/" + crud + "/reply";
        List<String> made = List.of(
                Json.uuid(post("bao", "reply", path, "{\"message\":\"m\"}")),
                Json.uuid(post("bao", "reply", path, "{\"message\":\"m\"}")));

        assertThat(made.getFirst()).isEqualTo(made.getLast());
        assertThat(server.get(PATH + "/" + crud).body()).contains("\"replies_count\":1");
    }

    @Test
    void a_key_has_1_to_255_characters() {
        assertThat(post("ada", "k".repeat(255), PATH, CRUD).statusCode()).isEqualTo(200);
        assertThat(post("ada", "k".repeat(256), PATH, CRUD).body()).isEqualTo("[\"idempotency_key_exceed_max_chars\"]");
        assertThat(post("ada", "", PATH, CRUD).body()).isEqualTo("[\"idempotency_key_blank\"]");
    }

    private HttpResponse<String> post(String handle, String key, String path, String body) {
        return server.send(
                server.requestBy(handle, path).header("Idempotency-Key", key).POST(BodyPublishers.ofString(body)));
    }
}
