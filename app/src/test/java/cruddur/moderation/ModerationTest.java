package cruddur.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.Json;
import cruddur.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class ModerationTest {

    private final TestServer server = TestServer.on(Cluster.NEWEST.empty());

    @BeforeAll
    void people() {
        Stream.of("ada", "bao", "cleo").forEach(server.sql()::person);
    }

    @AfterEach
    void forget() {
        server.sql()
                .run("delete from activities; delete from messages; delete from message_groups; delete from blocks;"
                        + " delete from reported_activities");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void neither_sees_the_others_cruds_while_signed_in() {
        String crud = server.crud("ada", "tea");
        server.crud("bao", "tea");
        block("ada", "bao");

        for (String path : List.of("/api/activities/home", "/api/activities/search?term=tea")) {
            assertThat(authors("ada", path)).as(path).containsExactly("ada");
            assertThat(authors("bao", path)).as(path).containsExactly("bao");
            assertThat(authors("cleo", path)).as(path).containsExactly("bao", "ada");
            assertThat(Json.fields(server.get(path).body())).as(path).hasSize(2);
        }
        assertThat(get("bao", "/api/activities/" + crud).statusCode()).isEqualTo(404);
        assertThat(get("bao", "/api/activities/@ada").body()).contains("\"activities\" : []", "\"cruds_count\" : 0");
        assertThat(get("bao", "/api/users/suggested").body()).doesNotContain("\"ada\"");
    }

    @Test
    void a_search_with_hidden_activities_fills_its_pages() {
        for (int i = 0; i < 5; i++) {
            server.crud("ada", "tea");
            server.crud("bao", "tea");
        }
        block("ada", "bao");
        HttpResponse<String> page = get("ada", "/api/activities/search?term=tea&limit=3");

        assertThat(Json.fields(page.body())).hasSize(3);
        assertThat(page.headers().firstValue("link")).isPresent();
    }

    @Test
    void neither_answers_likes_or_reposts_the_other() {
        String crud = server.crud("ada", "tea");
        block("ada", "bao");

        assertThat(server.post("bao", "/api/activities/" + crud + "/reply", Json.object("message", "m"))
                        .statusCode())
                .isEqualTo(404);
        for (String reaction : List.of("like", "repost")) {
            String path = "/api/activities/" + crud + "/" + reaction;
            assertThat(server.put("bao", path, "").statusCode()).isEqualTo(404);
            assertThat(server.delete("bao", path).statusCode()).isEqualTo(404);
        }
        assertThat(get("ada", "/api/activities/" + crud).body())
                .contains("\"likes_count\":0", "\"reposts_count\":0", "\"replies_count\":0");
    }

    @Test
    void neither_is_notified_of_the_other() {
        String crud = server.crud("ada", "tea");
        server.put("bao", "/api/activities/" + crud + "/like", "");
        server.crud("ada", "hello @bao");
        block("ada", "bao");
        server.crud("bao", "hello @ada");

        assertThat(get("ada", "/api/activities/notifications").body()).isEqualTo("[]");
        assertThat(get("bao", "/api/activities/notifications").body()).isEqualTo("[]");
    }

    @Test
    void neither_writes_to_the_other() {
        String hello = Json.object("message", "hello", "handle", "bao");
        String group = server.post("ada", "/api/messages", hello).body().replaceAll(".*:\\s*\"(.*)\".*", "$1");
        block("ada", "bao");

        assertThat(server.post("ada", "/api/messages", hello).body()).isEqualTo("[\"receiver_blocked\"]");
        assertThat(server.post("bao", "/api/messages", Json.object("message", "m", "message_group_uuid", group))
                        .body())
                .isEqualTo("[\"receiver_blocked\"]");
        assertThat(get("bao", "/api/messages/" + group).statusCode()).isEqualTo(200);
    }

    @Test
    void a_block_can_be_taken_back_by_the_person_who_blocked() {
        server.crud("ada", "tea");
        block("ada", "bao");
        block("ada", "BAO");
        assertThat(server.delete("bao", "/api/users/@ada/block").statusCode()).isEqualTo(204);
        assertThat(authors("bao", "/api/activities/home")).isEmpty();

        assertThat(server.delete("ada", "/api/users/@bao/block").statusCode()).isEqualTo(204);
        assertThat(authors("bao", "/api/activities/home")).containsExactly("ada");
    }

    @Test
    void one_can_block_neither_oneself_nor_an_unknown_person() {
        assertThat(server.put("ada", "/api/users/@ada/block", "").body()).isEqualTo("[\"block_oneself\"]");
        assertThat(server.put("ada", "/api/users/@nobody/block", "").statusCode())
                .isEqualTo(404);
        assertThat(server.delete("ada", "/api/users/@nobody/block").statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_reported_text_is_kept_for_operators_only() {
        String crud = server.crud("ada", "rude words");
        assertThat(report("bao", crud, "rude").statusCode()).isEqualTo(204);
        assertThat(report("bao", crud, "twice").statusCode()).isEqualTo(204);
        server.delete("ada", "/api/activities/" + crud);

        assertThat(server.sql()
                        .run("select message || ': ' || reason from reported_activities"
                                + " join reports on activity_uuid = uuid"))
                .containsExactly("rude words: rude");
        for (String path :
                List.of("/api/activities/home", "/api/activities/search?term=rude", "/api/activities/@ada")) {
            assertThat(get("bao", path).body()).as(path).doesNotContain("rude");
        }
        assertThat(get("bao", "/api/account/export").body())
                .contains("\"rude\"")
                .doesNotContain("rude words");
        assertThat(get("ada", "/api/account/export").body()).doesNotContain("rude");
    }

    @Test
    void a_report_needs_a_reason_and_a_living_activity() {
        String crud = server.crud("ada", "tea");
        assertThat(report("bao", crud, " ").body()).isEqualTo("[\"reason_blank\"]");
        assertThat(report("bao", crud, "x".repeat(281)).body()).isEqualTo("[\"reason_exceed_max_chars\"]");

        server.delete("ada", "/api/activities/" + crud);
        assertThat(report("bao", crud, "late").statusCode()).isEqualTo(404);
        assertThat(server.sql().run("select 1 from reported_activities")).isEmpty();
    }

    @Test
    void what_is_a_persons_goes_with_the_person() {
        server.sql().person("dilip");
        String crud = server.crud("dilip", "rude words");
        report("bao", crud, "rude");
        report("dilip", server.crud("ada", "tea"), "boring");
        server.post("dilip", "/api/messages", Json.object("message", "hello", "handle", "bao"));
        server.post("bao", "/api/messages", Json.object("message", "hello", "handle", "dilip"));
        block("dilip", "cleo");
        server.sql().run("delete from users where handle = 'dilip'");

        assertThat(server.sql().run("select 1 from message_groups")).isEmpty();
        assertThat(server.sql().run("select 1 from messages")).isEmpty();
        assertThat(server.sql().run("select 1 from blocks")).isEmpty();
        assertThat(server.sql().run("select 1 from reports")).isEmpty();
        assertThat(server.sql().run("select message from reported_activities")).containsExactly("tea");
    }

    private HttpResponse<String> report(String person, String crud, String reason) {
        return server.put(person, "/api/activities/" + crud + "/report", Json.object("reason", reason));
    }

    private void block(String person, String other) {
        assertThat(server.put(person, "/api/users/@" + other + "/block", "").statusCode())
                .isEqualTo(204);
    }

    private HttpResponse<String> get(String person, String path) {
        return server.send(server.requestBy(person, path));
    }

    private List<String> authors(String person, String path) {
        return Json.fields(get(person, path).body()).stream()
                .map(activity -> (String) activity.get("handle"))
                .toList();
    }
}
