package cruddur.pages;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// The pages of conversations, blocks and reports, without scripts.
@TestInstance(Lifecycle.PER_CLASS)
class MessagePagesTest {

    private final TestServer server = TestServer.on(Cluster.NEWEST.empty());

    @BeforeAll
    void people() {
        Stream.of("ada", "bao", "cleo").forEach(server.sql()::person);
    }

    @AfterEach
    void forget() {
        server.sql()
                .run("delete from activities; delete from messages; delete from message_groups; delete from blocks;"
                        + " delete from reported_activities; delete from idempotency_keys");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void a_profile_leads_to_a_conversation_in_which_a_form_sends() {
        assertThat(page("ada", "/@bao").body()).contains("href=\"/messages/@bao\"", "action=\"/@bao/block\"");
        assertThat(page("ada", "/messages/@bao").body())
                .contains("Nothing said yet", "action=\"/messages/@bao\"", "<option value=\"30-days\" selected>");
        HttpResponse<String> sent = send("ada", "/messages/@bao", "message", "a\r\nb <b> #tea", "ttl", "1-day");

        assertThat(sent.statusCode()).isEqualTo(303);
        assertThat(sent.headers().firstValue("location")).contains("/messages/@bao#newest");
        assertThat(page("bao", "/messages/@ada").body())
                .contains("a\nb &lt;b&gt; <a href=\"/tags/tea\">#tea</a>", "expires in 1 day");
    }

    @Test
    void unread_messages_are_counted_until_they_are_marked_as_read() {
        send("bao", "/messages/@ada", "message", "hello");
        String group = server.sql().value("select uuid from message_groups");
        String read = "action=\"/messages/" + group + "/read\"";

        assertThat(page("ada", "/").body()).contains("<span>1</span><span class=\"unseen\"> unread");
        assertThat(page("ada", "/messages").body())
                .contains("href=\"/messages/" + group + "\"", "hello", "1<span class=\"unseen\"> unread");
        assertThat(page("ada", "/messages/" + group).body()).contains(read);
        assertThat(page("bao", "/messages/" + group).body()).doesNotContain(read);

        assertThat(send("ada", "/messages/" + group + "/read").statusCode()).isEqualTo(303);
        assertThat(page("ada", "/messages/" + group).body()).doesNotContain(read);
        assertThat(page("ada", "/").body()).doesNotContain("<span>1</span>");
    }

    @Test
    void a_refused_text_is_shown_again_with_the_reason() {
        HttpResponse<String> blank = send("ada", "/messages/@bao", "message", " ", "ttl", "3-hours");
        assertThat(blank.statusCode()).isEqualTo(422);
        assertThat(blank.body()).contains("Please write something.", "<option value=\"3-hours\" selected>");

        server.put("bao", "/api/users/@ada/block", "");
        assertThat(send("ada", "/messages/@bao", "message", "hello").body())
                .contains("One of you has blocked the other", "\nhello</textarea>");
    }

    @Test
    void the_sender_can_delete_a_message() {
        send("ada", "/messages/@bao", "message", "hello");
        String delete = "/messages/" + server.sql().value("select uuid from messages") + "/delete";
        assertThat(page("ada", "/messages/@bao").body()).contains(delete);
        assertThat(page("bao", "/messages/@ada").body()).doesNotContain(delete);

        assertThat(send("bao", delete).statusCode()).isEqualTo(403);
        assertThat(send("ada", delete).statusCode()).isEqualTo(303);
        assertThat(page("bao", "/messages/@ada").body()).contains("Nothing said yet");
    }

    @Test
    void other_people_and_strangers_get_no_conversation() {
        send("ada", "/messages/@bao", "message", "secret");
        String path = "/messages/" + server.sql().value("select uuid from message_groups");

        assertThat(page("cleo", path).statusCode()).isEqualTo(404);
        assertThat(page("cleo", "/messages").body()).doesNotContain("secret");
        assertThat(server.get(path).statusCode()).isEqualTo(401);
        assertThat(server.get("/messages").statusCode()).isEqualTo(401);
        assertThat(page("ada", "/messages/@ada").statusCode()).isEqualTo(404);
        assertThat(page("ada", path).headers().firstValue("cache-control")).contains("no-store");
    }

    @Test
    void long_conversations_have_pages() {
        for (int i = 1; i <= 21; i++) {
            send("ada", "/messages/@bao", "message", "number " + i + ".");
        }
        String newest = page("bao", "/messages/@ada").body();
        assertThat(newest).contains("number 2.", "number 21.", "Older messages").doesNotContain("number 1.");

        String older = newest.replaceAll("(?s).*href=\"([^\"]*)\" rel=\"next\".*", "$1");
        assertThat(page("bao", older).body())
                .contains("number 1.", "Back to the newest", "data-newest=\"false\"")
                .doesNotContain("number 2.", "Older messages");
    }

    @Test
    void buttons_block_and_unblock() {
        server.crud("bao", "tea");
        assertThat(send("ada", "/@bao/block").statusCode()).isEqualTo(303);
        assertThat(page("ada", "/@bao").body())
                .contains("Unblock", "You block @bao")
                .doesNotContain("tea", "/messages/@bao");
        assertThat(page("bao", "/@ada").body()).contains("/@ada/block");
        assertThat(page("cleo", "/").body()).contains("@bao");
        assertThat(page("ada", "/").body()).doesNotContain("@bao");

        send("ada", "/@bao/unblock");
        assertThat(page("ada", "/@bao").body()).contains("tea");
    }

    @Test
    void a_thread_leads_to_a_form_that_reports_it() {
        String path = "/@bao/status/" + server.crud("bao", "rude") + "/report";
        assertThat(page("ada", path.replace("/report", "")).body()).contains(path);
        assertThat(page("bao", path.replace("/report", "")).body()).doesNotContain(path);
        assertThat(page("ada", path).body()).contains("Report this crud?", "rude");
        assertThat(send("ada", path, "reason", " ").body()).contains("Please say why.");

        assertThat(send("ada", path, "reason", "It is rude.").statusCode()).isEqualTo(303);
        assertThat(server.sql().run("select reason from reports")).containsExactly("It is rude.");
    }

    private HttpResponse<String> page(String person, String path) {
        return server.send(server.requestBy(person, path).header("Accept", "text/html"));
    }

    private HttpResponse<String> send(String person, String path, String... namesAndValues) {
        List<String> fields = new ArrayList<>(List.of("key=" + System.nanoTime()));
        if (!List.of(namesAndValues).contains("ttl")) {
            fields.add("ttl=30-days");
        }
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(namesAndValues[i] + "=" + URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        return server.send(server.requestBy(person, path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", server.address())
                .POST(BodyPublishers.ofString(String.join("&", fields))));
    }
}
