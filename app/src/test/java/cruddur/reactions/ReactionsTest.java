package cruddur.reactions;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(Lifecycle.PER_CLASS)
class ReactionsTest {

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

    @ParameterizedTest
    @CsvSource({"like,likes_count,liked", "repost,reposts_count,reposted"})
    void doing_it_twice_changes_nothing(String reaction, String counter, String mark) {
        String path = "/api/activities/" + server.crud("ada", "crud") + "/" + reaction;

        for (int times = 0; times < 2; times++) {
            JsonObject done = activity(server.put("bao", path, ""));
            assertThat(done.getInteger(counter)).isEqualTo(1);
            assertThat(done.getBoolean(mark)).isTrue();
        }
        for (int times = 0; times < 2; times++) {
            JsonObject takenBack = activity(server.delete("bao", path));
            assertThat(takenBack.getInteger(counter)).isZero();
            assertThat(takenBack.getBoolean(mark)).isFalse();
        }
    }

    @Test
    void everybody_is_counted_once() {
        String crud = server.crud("ada", "crud");
        server.put("ada", "/api/activities/" + crud + "/like", "");

        assertThat(activity(server.put("bao", "/api/activities/" + crud + "/like", ""))
                        .getInteger("likes_count"))
                .isEqualTo(2);
        assertThat(activity(server.delete("bao", "/api/activities/" + crud + "/like"))
                        .getInteger("likes_count"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"like", "repost"})
    void what_is_gone_is_404_and_what_is_no_uuid_400(String reaction) {
        String expired = server.crud("ada", "crud");
        server.sql().run("update activities set expires_at = now() where uuid = ?::uuid", expired);

        assertThat(put(expired, reaction).statusCode()).isEqualTo(404);
        assertThat(put(UUID.randomUUID().toString(), reaction).statusCode()).isEqualTo(404);
        assertThat(put("nonsense", reaction).statusCode()).isEqualTo(400);
    }

    @Test
    void a_stranger_cannot() {
        String path = "/api/activities/" + server.crud("ada", "crud") + "/like";

        assertThat(server.send(server.request(path).PUT(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(401);
    }

    private HttpResponse<String> put(String activity, String reaction) {
        return server.put("bao", "/api/activities/" + activity + "/" + reaction, "");
    }

    private static JsonObject activity(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return new JsonObject(response.body());
    }
}
