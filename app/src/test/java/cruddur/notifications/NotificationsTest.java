package cruddur.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.CruddurProcess;
import cruddur.testing.Json;
import cruddur.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class NotificationsTest {

    private static final String PATH = "/api/activities/notifications";

    /// Ends as soon as another session waits for it, however busy the process of this test is: the server waits for
    /// three seconds only.
    private static final String DELETE_UNTIL_ANOTHER_SESSION_WAITS = """
            do $$ begin
              delete from users where handle = 'dilip';
              while not exists (select from pg_locks where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))) loop
                perform pg_sleep(0.01);
              end loop;
            end $$
            """;

    private static final String DELETION_IS_UNDER_WAY =
            "select 1 from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'";

    private final TestServer server = TestServer.on(Cluster.NEWEST.empty());

    @BeforeAll
    void people() {
        server.sql().person("ada");
        server.sql().person("bao");
        server.sql().person("cleo");
    }

    @AfterEach
    void forget() {
        server.sql().run("delete from activities");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void people_are_told_of_replies_likes_reposts_and_mentions_the_newest_first() {
        String crud = server.crud("ada", "crud");
        String reply = server.reply("bao", crud, "reply");
        server.put("bao", "/api/activities/" + crud + "/like", "");
        server.put("bao", "/api/activities/" + crud + "/repost", "");
        String mention = server.crud("bao", "hello @ADA!");

        assertThat(of("ada"))
                .extracting(each -> each.get("kind") + " " + each.get("uuid"))
                .containsExactly("mention " + mention, "repost " + crud, "like " + crud, "reply " + reply);
        assertThat(of("ada"))
                .allSatisfy(each -> assertThat(String.valueOf(each.get("actor")))
                        .contains("handle=bao", "display_name=bao", "uuid="));
        assertThat(of("ada")).allMatch(each -> Boolean.FALSE.equals(each.get("read")));
    }

    @Test
    void a_mention_of_a_person_who_is_being_deleted_is_posted() {
        server.sql().person("dilip");
        CompletableFuture<?> deletion =
                CompletableFuture.runAsync(() -> server.sql().run(DELETE_UNTIL_ANOTHER_SESSION_WAITS));
        while (server.sql().run(DELETION_IS_UNDER_WAY).isEmpty()) {
            CruddurProcess.pause(10);
        }

        assertThat(server.post("ada", "/api/activities", Json.object("message", "@dilip?", "ttl", "1-day"))
                        .statusCode())
                .isEqualTo(200);
        deletion.join();
        assertThat(server.sql().run("select 1 from activities where message = '@dilip?'"))
                .hasSize(1);
    }

    @Test
    void nobody_is_told_of_what_they_did_themselves() {
        String crud = server.crud("ada", "I, @ada");
        server.reply("ada", crud, "reply");
        server.put("ada", "/api/activities/" + crud + "/like", "");

        assertThat(of("ada")).isEmpty();
    }

    @Test
    void a_reply_that_mentions_is_told_once_to_each() {
        String crud = server.crud("ada", "crud");
        server.reply("bao", crud, "@ada @cleo @cleo @nobody");

        assertThat(of("ada")).extracting(each -> each.get("kind")).containsExactly("reply");
        assertThat(of("cleo")).extracting(each -> each.get("kind")).containsExactly("mention");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org/?q=@ada", "@ada@mastodon.example", "bao@ada.example", "@adaé"})
    void what_is_part_of_something_else_mentions_nobody(String message) {
        server.crud("bao", message);

        assertThat(of("ada")).isEmpty();
    }

    @Test
    void what_is_taken_back_deleted_or_expired_is_told_to_nobody() {
        String liked = server.crud("ada", "liked");
        server.put("bao", "/api/activities/" + liked + "/like", "");
        server.delete("bao", "/api/activities/" + liked + "/like");
        String deleted = server.reply("bao", liked, "deleted");
        server.delete("bao", "/api/activities/" + deleted);
        String expired = server.crud("bao", "hello @ada");
        server.sql().run("update activities set expires_at = now() where uuid = ?::uuid", expired);

        assertThat(of("ada")).isEmpty();
    }

    @Test
    void reading_marks_all_that_there_is() {
        server.crud("bao", "hello @ada");
        HttpResponse<String> read = server.put("ada", PATH + "/read", "");
        server.crud("bao", "again @ada");

        assertThat(read.statusCode()).isEqualTo(204);
        assertThat(read.body()).isEmpty();
        assertThat(of("ada")).extracting(each -> each.get("read")).containsExactly(false, true);
    }

    @Test
    void they_come_page_by_page() {
        for (int i = 0; i < 3; i++) {
            server.crud("bao", "hello @ada");
        }
        HttpResponse<String> page = server.send(server.requestBy("ada", PATH + "?limit=2"));
        String next = page.headers().firstValue("link").orElseThrow().replaceAll("<(.*)>.*", "$1");

        assertThat(Json.fields(page.body())).hasSize(2);
        assertThat(Json.fields(server.send(server.requestBy("ada", next)).body()))
                .hasSize(1);
    }

    @Test
    void a_stranger_has_none() {
        assertThat(server.get(PATH).statusCode()).isEqualTo(401);
    }

    private List<Map<String, Object>> of(String handle) {
        return Json.fields(server.send(server.requestBy(handle, PATH)).body());
    }
}
