package cruddur.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.sql.Query;
import cruddur.testing.Cluster;
import cruddur.testing.CruddurProcess;
import cruddur.testing.Json;
import cruddur.testing.Sql;
import cruddur.testing.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PurgeTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration AFTER_AN_OUTAGE = Duration.ofSeconds(60);

    /// Docker kills a container that takes longer.
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

    private static final String EXPIRED = "select uuid from activities where expires_at <= now()";

    private static final String BLOCKED = "select from pg_locks where not granted and relation = 'likes'::regclass";

    private static final String COUNTED_WRONGLY = """
            select uuid from activities a
            where replies_count <> (select count(*) from activities where reply_to_activity_uuid = a.uuid)
              or likes_count <> (select count(*) from likes where activity_uuid = a.uuid)
              or reposts_count <> (select count(*) from reposts where activity_uuid = a.uuid)
            """;

    private final ConnectionUrl database = Cluster.NEWEST.empty();
    private final Sql sql = Sql.keeping(database);
    private final String ada = sql.person("ada");
    private final String ben = sql.person("ben");

    private final Logger log = Logger.getLogger(Purge.class.getName());
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
    private final Handler listener = new Listener();

    private final class Listener extends Handler {
        @Override
        public void publish(LogRecord record) {
            complaints.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        log.addHandler(listener);
    }

    @AfterEach
    void listenNoMore() {
        log.removeHandler(listener);
    }

    @Test
    void messages_go_when_they_expire_and_conversations_and_reports_with_their_last_row() {
        message("old", "-1 second");
        String cleo = sql.person("cleo");
        message("new", "1 hour", ada, cleo);
        sql.run("insert into messages (message_group_uuid, user_uuid, message, expires_at)"
                + " select uuid, second_uuid, 'older', now() from message_groups where expires_at > now()");
        reported("old", "31 days");
        reported("new", "29 days");

        try (TestServer _ = TestServer.on(database)) {
            await("select 1 from messages where message like 'old%'", SOON);
            await("select 1 from message_groups where expires_at <= now()", SOON);
            await("select 1 from reported_activities where message = 'old'", SOON);
        }
        assertThat(sql.run("select message from messages")).containsExactly("new");
        assertThat(sql.run("select 1 from message_groups")).hasSize(1);
        assertThat(
                        sql.run(
                                "select message || ' ' || reason from reported_activities join reports on activity_uuid = uuid"))
                .containsExactly("new rude");
        assertThat(complaints).isEmpty();
    }

    private void message(String text, String expiresIn) {
        message(text, expiresIn, ada, ben);
    }

    private void message(String text, String expiresIn, String one, String other) {
        sql.run("""
                with conversation as (
                  insert into message_groups (first_uuid, second_uuid, expires_at)
                  select least(one, other), greatest(one, other), now() + ?::interval
                  from (select ?::uuid, ?::uuid) pair (one, other)
                  returning uuid, first_uuid, expires_at)
                insert into messages (message_group_uuid, user_uuid, message, expires_at)
                select uuid, first_uuid, ?, expires_at from conversation""", expiresIn, one, other, text);
    }

    private void reported(String text, String ago) {
        sql.run("""
                with reported as (
                  insert into reported_activities (uuid, author_uuid, message, posted_at, reported_at)
                  values (uuid_generate_v4(), ?::uuid, ?, now(), now() - ?::interval)
                  returning uuid)
                insert into reports (activity_uuid, user_uuid, reason) select uuid, ?::uuid, 'rude' from reported""", ada, text, ago, ben);
    }

    @Test
    void two_servers_remove_what_has_expired_with_all_that_hangs_on_it_and_nothing_else() {
        String living = crudWithAllThatHangsOnIt("1 hour");
        String forEver = crudWithAllThatHangsOnIt("1 hour");
        sql.run("update activities set expires_at = null where uuid = ?::uuid", forEver);
        List<String> expected = allThatHangs();
        for (int i = 0; i < 20; i++) {
            crudWithAllThatHangsOnIt("-1 second");
        }
        key("old", "1 day");
        key("new", "23 hours");
        session("old", "-1 second");
        session("new", "1 hour");
        pendingSignIn("old", "-1 second");
        pendingSignIn("new", "10 minutes");
        deletedAccount("old", "-1 second");
        deletedAccount("new", "1 day");

        try (TestServer _ = TestServer.on(database);
                TestServer _ = TestServer.on(database)) {
            await(EXPIRED, SOON);
            await("select 1 from idempotency_keys where idempotency_key = 'old'", SOON);
            await("select 1 from sessions where refresh_token = 'old'", SOON);
            await("select 1 from pending_sign_ins where sealed_password = 'old'", SOON);
            await("select 1 from deleted_accounts where cognito_user_id_digest = 'old'", SOON);
            String lately = crudWithAllThatHangsOnIt("1 hour");
            sql.run("update activities set expires_at = now() where uuid = ?::uuid", lately);
            await(EXPIRED, SOON);
        }

        assertThat(allThatHangs()).isEqualTo(expected);
        assertThat(sql.run(
                        "select uuid from activities where uuid in (?::uuid, ?::uuid) and likes_count = 1 and replies_count = 1",
                        living,
                        forEver))
                .hasSize(2);
        assertThat(sql.run("select idempotency_key from idempotency_keys")).containsExactly("new");
        assertThat(sql.run("select encode(refresh_token, 'escape') from sessions"))
                .containsExactly("new");
        assertThat(sql.run("select encode(sealed_password, 'escape') from pending_sign_ins"))
                .containsExactly("new");
        assertThat(sql.run("select encode(cognito_user_id_digest, 'escape') from deleted_accounts"))
                .containsExactly("new");
        assertThat(complaints).isEmpty();
    }

    @Test
    void however_much_hangs_on_a_crud_a_batch_removes_little_at_a_time() {
        crudWithAllThatHangsOnIt("1 hour");
        List<String> expected = allThatHangs();
        String crud = crudWithAllThatHangsOnIt("1 hour");
        String answered = crud;
        for (int i = 0; i < 30; i++) {
            reply(ada, crud);
            answered = reply(ben, answered);
        }
        for (int i = 0; i < 35; i++) {
            String fan = sql.person("fan" + i);
            for (String table : List.of("likes", "reposts")) {
                sql.run(
                        "insert into " + table + " (user_uuid, activity_uuid)" + " values (?::uuid, ?::uuid)",
                        fan,
                        crud);
            }
        }
        sql.run("update activities set expires_at = now() where uuid = ?::uuid", crud);

        String purge = Query.load("activities/purge").sql().replace("$1", "10");
        int before = allThatHangs().size();
        while (!sql.value(purge).equals("0")) {
            int after = allThatHangs().size();
            // Ten of each, with their notifications.
            assertThat(before - after).isBetween(1, 4 * 10);
            before = after;
        }
        assertThat(allThatHangs()).isEqualTo(expected);
        assertThat(sql.run(COUNTED_WRONGLY)).isEmpty();
    }

    /// Another transaction may be deleting the thread, and would then wait for the reply.
    @Test
    void a_reply_whose_crud_is_locked_is_left_for_later() throws SQLException {
        String crud = crudWithAllThatHangsOnIt("1 hour");
        sql.run("update activities set expires_at = now() where uuid = ?::uuid", crud);
        String purge = Query.load("activities/purge").sql().replace("$1", "10");

        try (Connection other = sql.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select from activities where uuid = '" + crud + "' for update");
            sql.value(purge);
            assertThat(sql.run("select uuid from activities where reply_to_activity_uuid = ?::uuid", crud))
                    .hasSize(1);
            other.rollback();
        }

        sql.value(purge);
        assertThat(allThatHangs()).isEmpty();
    }

    @Test
    void a_counter_that_is_wrong_keeps_no_crud_from_being_removed() {
        String crud = crudWithAllThatHangsOnIt("-1 second");
        sql.run("update activities set likes_count = 1000 where uuid = ?::uuid", crud);

        String purge = Query.load("activities/purge").sql().replace("$1", "10");
        for (int i = 0; i < 3; i++) {
            sql.value(purge);
        }

        assertThat(allThatHangs()).isEmpty();
    }

    @Test
    void after_an_outage_it_catches_up_while_requests_are_answered() {
        sql.run(
                "insert into activities (user_uuid, message, expires_at)"
                        + " select ?::uuid, 'crud', now() - i * interval '1 second' from generate_series(1, 3000) i",
                ada);
        sql.run(
                "insert into activities (user_uuid, message, reply_to_activity_uuid)"
                        + " select ?::uuid, 'reply', uuid from activities",
                ben);
        sql.run("insert into likes (user_uuid, activity_uuid) select ?::uuid, uuid from activities", ben);

        try (TestServer server = TestServer.on(database)) {
            long start = System.nanoTime();
            post(server);
            Duration slowest = Duration.ZERO;
            while (!sql.run(EXPIRED + " limit 1").isEmpty()) {
                Duration took = post(server);
                slowest = took.compareTo(slowest) > 0 ? took : slowest;
                assertThat(sinceNanos(start)).isLessThan(AFTER_AN_OUTAGE);
            }
            System.out.printf(
                    "6000 expired rows removed %d ms after the start; the slowest post took %d ms%n",
                    sinceNanos(start).toMillis(), slowest.toMillis());
        }

        assertThat(sql.value("select count(*) from likes")).isEqualTo("0");
        assertThat(sql.value("select count(*) from notifications")).isEqualTo("0");
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_server_that_stops_does_not_wait_for_its_batch_and_does_not_complain() throws SQLException {
        crudWithAllThatHangsOnIt("-1 second");
        Duration took;
        try (Connection inTheWay = sql.connect();
                Statement statement = inTheWay.createStatement()) {
            inTheWay.setAutoCommit(false);
            statement.execute("lock table likes");
            TestServer server = TestServer.on(database);
            await("select 1 where not exists (" + BLOCKED + ")", SOON);
            long start = System.nanoTime();
            server.close();
            took = sinceNanos(start);
        }

        assertThat(took).isLessThan(LONGEST_CLOSE);
        assertThat(complaints).isEmpty();
    }

    /// A post that had to wait for the purge would be refused.
    private static Duration post(TestServer server) {
        long start = System.nanoTime();
        assertThat(server.post("ada", "/api/activities", Json.object("message", "m", "ttl", "1-hour"))
                        .statusCode())
                .isEqualTo(200);
        return sinceNanos(start);
    }

    private String crudWithAllThatHangsOnIt(String lifetime) {
        String crud = sql.value(
                "insert into activities (user_uuid, message, expires_at)"
                        + " values (?::uuid, 'Hello @ben', now() + ?::interval) returning uuid",
                ada,
                lifetime);
        String reply = reply(ben, crud);
        reply(ada, reply);
        for (String each : List.of(crud, reply)) {
            sql.run(
                    "insert into likes (user_uuid, activity_uuid) select uuid, ?::uuid from users where handle = 'ben'",
                    each);
            sql.run("insert into reposts (user_uuid, activity_uuid) select uuid, ?::uuid from users", each);
        }
        return crud;
    }

    private String reply(String person, String answered) {
        return sql.value(
                "insert into activities (user_uuid, message, reply_to_activity_uuid)"
                        + " values (?::uuid, 'Hello', ?::uuid) returning uuid",
                person,
                answered);
    }

    private void key(String key, String age) {
        sql.run(
                "insert into idempotency_keys (user_uuid, idempotency_key, request_digest, activity_uuid, created_at)"
                        + " values (?::uuid, ?, '', ?::uuid, now() - ?::interval)",
                ada,
                key,
                ada,
                age);
    }

    private void session(String name, String left) {
        sql.run(
                "insert into sessions (id_digest, user_uuid, refresh_token, renew_at, expires_at)"
                        + " values (convert_to(?, 'UTF8'), ?::uuid, convert_to(?, 'UTF8'), now(), now() + ?::interval)",
                name,
                ada,
                name,
                left);
    }

    private void pendingSignIn(String name, String left) {
        sql.run(
                "insert into pending_sign_ins (secret_digest, sealed_password, expires_at)"
                        + " values (convert_to(?, 'UTF8'), convert_to(?, 'UTF8'), now() + ?::interval)",
                name,
                name,
                left);
    }

    private void deletedAccount(String name, String left) {
        sql.run(
                "insert into deleted_accounts (cognito_user_id_digest, expires_at)"
                        + " values (convert_to(?, 'UTF8'), now() + ?::interval)",
                name,
                left);
    }

    /// All rows of all tables that depend on a crud.
    private List<String> allThatHangs() {
        return sql.run("""
                select uuid::text from activities
                union all select activity_uuid || ' liked by ' || user_uuid from likes
                union all select activity_uuid || ' reposted by ' || user_uuid from reposts
                union all select uuid || ' told' from notifications
                order by 1
                """);
    }

    /// Waits until the query returns no row.
    private void await(String query, Duration patience) {
        long start = System.nanoTime();
        while (!sql.run(query).isEmpty()) {
            assertThat(sinceNanos(start)).as(query).isLessThan(patience);
            CruddurProcess.pause(50);
        }
    }

    private static Duration sinceNanos(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
