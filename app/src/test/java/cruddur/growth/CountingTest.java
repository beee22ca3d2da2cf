package cruddur.growth;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.sql.Query;
import cruddur.testing.Cluster;
import cruddur.testing.CruddurProcess;
import cruddur.testing.Json;
import cruddur.testing.Sql;
import cruddur.testing.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a server counts.
class CountingTest {

    private final ConnectionUrl database = Cluster.NEWEST.empty();
    private final TestServer server = TestServer.on(database);
    private final Sql sql = Sql.keeping(database);

    @BeforeEach
    void arrange() {
        sql.person("ada");
        sql.person("bao");
    }

    @Test
    void each_event_is_counted_once_on_its_day() {
        String crud = server.crud("ada", "one");
        server.crud("ada", "two");
        server.reply("bao", crud, "three");
        server.put("bao", "/api/activities/" + crud + "/like", "");
        server.put("bao", "/api/activities/" + crud + "/repost", "");
        server.post("ada", "/api/messages", Json.object("message", "four", "handle", "bao"));
        server.get("/");
        server.get("/search?term=one");
        server.get("/@nobody");

        assertCounted(
                "conversations 1",
                "cruds 2",
                "likes 1",
                "pages_read 2",
                "people_active 2",
                "people_joined 2",
                "replies 1",
                "reposts 1");
    }

    @Test
    void what_changes_nothing_is_not_counted_again() {
        String crud = server.crud("ada", "one");
        String like = "/api/activities/" + crud + "/like";
        server.put("bao", like, "");
        server.put("bao", like, "");
        server.post("ada", "/api/activities", Json.object("message", "", "ttl", "1-day"));
        server.get("/nowhere");

        assertCounted("cruds 1", "likes 1", "people_active 2", "people_joined 2");
    }

    @Test
    void a_repeated_request_is_counted_once() {
        for (int i = 0; i < 3; i++) {
            server.send(server.requestBy("ada", "/api/activities")
                    .header("Idempotency-Key", "once")
                    .POST(BodyPublishers.ofString(Json.object("message", "one", "ttl", "1-day"))));
        }

        assertCounted("cruds 1", "people_active 1", "people_joined 2");
    }

    @Test
    void a_conversation_is_counted_when_it_begins_and_again_if_it_does_after_it_has_ended() {
        String message = Json.object("message", "one", "handle", "bao");
        server.post("ada", "/api/messages", message);
        server.post("ada", "/api/messages", message);
        server.post("bao", "/api/messages", Json.object("message", "two", "handle", "ada"));
        sql.run("delete from message_groups");
        server.post("bao", "/api/messages", Json.object("message", "three", "handle", "ada"));

        assertCounted("conversations 2", "people_active 2", "people_joined 2");
    }

    @Test
    void what_is_deleted_or_taken_back_was_counted() {
        String crud = server.crud("ada", "one");
        server.put("bao", "/api/activities/" + crud + "/like", "");
        server.delete("bao", "/api/activities/" + crud + "/like");
        server.delete("ada", "/api/activities/" + crud);

        assertCounted("cruds 1", "likes 1", "people_active 2", "people_joined 2");
    }

    @Test
    void servers_add_up_and_a_person_on_both_is_one() {
        try (TestServer other = server.another()) {
            server.crud("ada", "one");
            other.send(other.request("/api/activities")
                    .header("Authorization", "Bearer " + server.pool().tokenOf("sub-ada"))
                    .POST(BodyPublishers.ofString(Json.object("message", "two", "ttl", "1-day"))));
            assertCounted("cruds 2", "people_active 1", "people_joined 2");
        }
    }

    @Test
    void people_whom_other_programs_create_are_counted_once_even_if_they_leave_again() {
        try (TestServer _ = server.another()) {
            signUp("cleo");
            signUp("cleo");
            sql.run("delete from users");
            signUp("dilip");

            assertCounted("people_joined 4");
        }
        assertThat(sql.run("select uuid from uncounted_people")).isEmpty();
    }

    /// As the function does that Amazon Cognito calls.
    private void signUp(String handle) {
        sql.run(
                Query.load("people/create_from_signup").jdbc(),
                "sub-" + handle,
                handle,
                handle + "@example.com",
                handle);
    }

    @Test
    void a_batch_whose_answer_was_lost_is_added_once() throws SQLException {
        server.close();
        UUID writer = UUID.randomUUID();
        add(writer, 1, 5);
        add(writer, 1, 5);
        add(writer, 2, 2);
        add(writer, 1, 5);
        add(UUID.randomUUID(), 1, 100);

        assertThat(sql.value("select value || ' ' || version from metrics where metric = 'cruds'"))
                .isEqualTo("107 3");
    }

    private void add(UUID writer, long sequence, long amount) throws SQLException {
        try (Connection connection = sql.connect();
                PreparedStatement add =
                        connection.prepareStatement(Query.load("metrics/add").jdbc())) {
            Array day = connection.createArrayOf("date", new Object[] {"2026-11-21"});
            add.setObject(1, writer);
            add.setLong(2, sequence);
            add.setArray(3, connection.createArrayOf("text", new Object[] {"cruds"}));
            add.setArray(4, day);
            add.setArray(5, connection.createArrayOf("bigint", new Object[] {amount}));
            add.execute();
        }
    }

    /// Waits until all is written, and closes the server, which writes nothing more.
    private void assertCounted(String... expected) {
        Instant end = Instant.now().plusSeconds(60);
        while (!values().equals(List.of(expected)) && Instant.now().isBefore(end)) {
            CruddurProcess.pause(20);
        }
        server.close();
        assertThat(values()).containsExactly(expected);
    }

    /// The counters that servers have written.
    private List<String> values() {
        return sql.run(
                "select metric || ' ' || sum(value) from metrics where value > 0 group by metric order by metric");
    }
}
