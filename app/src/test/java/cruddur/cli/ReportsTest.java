package cruddur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.CommandResult;
import cruddur.testing.Json;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// `cruddur reports`.
@TestInstance(Lifecycle.PER_CLASS)
class ReportsTest {

    private final TestServer server = TestServer.on(Cluster.NEWEST.empty());

    @BeforeAll
    void people() {
        List.of("ada", "bao", "cleo").forEach(server.sql()::person);
    }

    @AfterEach
    void forget() {
        server.sql().run("truncate activities, reported_activities cascade");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private CommandResult reports(String... arguments) {
        return CommandResult.cruddur(Map.of("CONNECTION_URL", server.sql().url().reveal()), "reports", arguments);
    }

    private String reported(String message) {
        String crud = server.crud("ada", message);
        report("bao", crud, "rude");
        return crud;
    }

    private void report(String person, String crud, String reason) {
        server.put(person, "/api/activities/" + crud + "/report", Json.object("reason", reason));
    }

    @Test
    void reports_are_listed_with_text_and_reasons() {
        String crud = reported("rude\u202e\nwords");
        report("cleo", crud, "mean");

        assertThat(reports("list").out())
                .startsWith(crud + " by @ada, still there, reported ")
                .endsWith("\n  rude\\u202e\\nwords\n  @bao: rude\n  @cleo: mean\n");
    }

    @Test
    void what_has_expired_is_listed_until_it_is_decided() {
        String crud = reported("rude words");
        server.sql().run("update activities set expires_at = now()");

        assertThat(reports("list").out()).contains(crud + " by @ada, expired or deleted", "rude words");
        assertThat(new JsonArray(reports("list", "--json").out())
                        .getJsonObject(0)
                        .getMap())
                .containsEntry("uuid", crud)
                .containsEntry("is_alive", false);
    }

    @Test
    void a_removed_crud_is_gone_with_its_thread_and_its_reports() {
        String crud = reported("rude words");
        server.reply("cleo", crud, "reply");

        assertThat(reports("remove", crud).exitCode()).isEqualTo(4);
        assertThat(reports("remove", crud, "--dry-run").out()).contains("rude words");
        assertThat(server.get("/api/activities/" + crud).statusCode()).isEqualTo(200);

        assertThat(reports("remove", crud, "--yes").exitCode()).isZero();
        assertThat(server.sql().run("select 1 from activities")).isEmpty();
        assertThat(reports("list").out()).isEqualTo("No report waits for a decision.\n");
        CommandResult again = reports("remove", crud, "--yes");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("See: cruddur reports list dev");
    }

    @Test
    void a_removed_reply_no_longer_counts() {
        String crud = server.crud("bao", "crud");
        String reply = server.reply("ada", crud, "rude");
        report("bao", reply, "rude");
        reports("remove", reply, "--yes");

        assertThat(server.get("/api/activities/" + crud).body()).contains("\"replies_count\":0");
    }

    @Test
    void dismissed_reports_leave_the_crud() {
        String crud = reported("tea");

        assertThat(reports("dismiss", crud, "--yes").exitCode()).isZero();
        assertThat(server.get("/api/activities/" + crud).statusCode()).isEqualTo(200);
        assertThat(reports("list", "--json").out()).isEqualTo("[]\n");
    }

    @Test
    void what_is_no_uuid_is_named() {
        CommandResult ran = reports("remove", "5");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("'5' is not a UUID\n").doesNotContain("java");
    }
}
