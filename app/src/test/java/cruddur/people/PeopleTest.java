package cruddur.people;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.Json;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class PeopleTest {

    private static final String UPDATE = "/api/profile/update";

    private final TestServer server = TestServer.on(Cluster.NEWEST.empty());

    @BeforeAll
    void people() {
        server.sql().person("ada");
        server.sql().person("Bao_2");
        server.sql().person("cleo");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void a_profile_counts_and_shows_living_cruds_and_no_replies() {
        String first = server.crud("cleo", "first");
        String expired = server.crud("cleo", "expired");
        server.sql().run("update activities set expires_at = now() where uuid = ?::uuid", expired);
        server.reply("cleo", first, "reply");
        String second = server.crud("cleo", "second");
        JsonObject answer = new JsonObject(server.get("/api/activities/@CLEO").body());

        assertThat(answer.getJsonObject("profile").getInteger("cruds_count")).isEqualTo(2);
        assertThat(Json.uuids(answer.getJsonArray("activities").encode())).containsExactly(second, first);
    }

    @Test
    void a_profile_shows_forty_cruds_at_first() {
        String dilip = server.sql().person("dilip");
        server.sql().run("""
                        insert into activities (user_uuid, message, expires_at)
                        select ?::uuid, n::text, now() + interval '1 day' from generate_series(1, 41) n
                        """, dilip);

        HttpResponse<String> response = server.get("/api/activities/@dilip");

        assertThat(new JsonObject(response.body()).getJsonArray("activities")).hasSize(40);
        assertThat(response.headers().firstValue("Link").orElseThrow()).contains("before=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/users/@ada/short", "/api/users/suggested", "/api/activities/@ada", "/api/trends"})
    void a_bad_token_is_401(String path) {
        assertThat(server.send(server.request(path).header("Authorization", "Bearer a.b.c"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void the_pools_id_is_shown_to_its_owner_only() {
        String path = "/api/activities/@ada";

        assertThat(server.get(path).body()).doesNotContain("cognito", "sub-ada");
        assertThat(server.send(server.requestBy("cleo", path)).body()).doesNotContain("cognito", "sub-ada");
        assertThat(new JsonObject(server.send(server.requestBy("ada", path)).body())
                        .getJsonObject("profile")
                        .getString("cognito_user_uuid"))
                .isEqualTo("sub-ada");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/activities/@nobody",
        "/api/activities/@ada%20",
        "/api/activities/@ada%00",
        "/api/users/@nobody/short",
        "/api/users/ada/short"
    })
    void an_unknown_handle_is_404(String path) {
        assertThat(server.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void in_short_a_person_is_found_without_regard_to_case() {
        assertThat(server.get("/api/users/@bao_2/short").body())
                .contains("\"handle\":\"Bao_2\"", "\"display_name\":\"Bao_2\"");
    }

    @Test
    void people_say_of_themselves_what_they_like() {
        HttpResponse<String> response = server.put("ada", UPDATE, Json.object("display_name", "Ada 🌿", "bio", "b"));
        JsonObject profile = new JsonObject(server.get("/api/activities/@ada").body()).getJsonObject("profile");

        assertThat(new JsonObject(response.body())).isEqualTo(new JsonObject().put("handle", "ada"));
        assertThat(profile.getString("display_name")).isEqualTo("Ada 🌿");
        assertThat(profile.getString("bio")).isEqualTo("b");
    }

    @Test
    void a_bio_that_is_not_sent_stays() {
        server.put("Bao_2", UPDATE, Json.object("display_name", "B", "bio", "stays"));
        server.post("Bao_2", UPDATE, Json.object("display_name", "Bao_2"));

        assertThat(server.get("/api/activities/@bao_2").body()).contains("stays");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | display_name_blank",
                "{\"display_name\":\" \"} | display_name_blank",
                "{\"display_name\":7} | display_name_blank",
                "[] | display_name_blank",
                "{\"display_name\":\"a\",\"bio\":7} | bio_invalid"
            })
    void a_broken_rule_is_422_with_its_name(String body, String code) {
        HttpResponse<String> response = server.put("ada", UPDATE, body);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).isEqualTo("[\"" + code + "\"]");
    }

    @Test
    void what_is_too_long_is_told_so() {
        assertThat(update("x".repeat(51), "").body()).contains("display_name_exceed_max_chars");
        assertThat(update("x".repeat(50), "🦊".repeat(161)).body()).contains("bio_exceed_max_chars");
        assertThat(update("🦊".repeat(50), "🦊".repeat(160)).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> update(String displayName, String bio) {
        return server.put("cleo", UPDATE, Json.object("display_name", displayName, "bio", bio));
    }

    @Test
    void a_stranger_updates_nobody() {
        assertThat(server.send(server.request(UPDATE).PUT(BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void those_who_posted_last_are_suggested_to_everybody_but_themselves() {
        server.crud("ada", "crud");

        assertThat(server.get("/api/users/suggested").body()).startsWith("[{").contains("\"ada\"");
        assertThat(server.send(server.requestBy("ada", "/api/users/suggested")).body())
                .doesNotContain("\"ada\"");
    }
}
