package cruddur.live;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.CruddurProcess;
import cruddur.testing.Json;
import cruddur.testing.LiveStream;
import cruddur.testing.Relay;
import cruddur.testing.Sql;
import cruddur.testing.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Live streams of two servers on one database.
class LiveTest {

    private static final String PATH = "/api/activities/home/live";

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

    /// On a busy machine.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int ROUNDS = 5;
    private static final int SWITCHES = 20;
    private static final int MOST_MISSED = 200;
    private static final int FLOOD = 25;
    private static final int WAVE = 90;

    private final TestServer server = TestServer.on(Cluster.NEWEST.empty());
    private final TestServer other = server.another();
    private final Sql sql = server.sql();

    @BeforeEach
    void arrange() {
        sql.person("ada");
        sql.person("bao");
    }

    @AfterEach
    void stop() {
        server.close();
        other.close();
    }

    /// Waits until it gets what is new.
    private static LiveStream stream(TestServer at) {
        LiveStream stream = LiveStream.of(HttpRequest.newBuilder(at.uri(PATH)));
        long start = System.nanoTime();
        while (stream.lastId().isEmpty()) {
            assertThat(System.nanoTime() - start).isLessThan(PATIENCE.toNanos());
            CruddurProcess.pause(10);
        }
        return stream;
    }

    private static LiveStream streamAfter(String lastId, TestServer at) {
        return LiveStream.of(HttpRequest.newBuilder(at.uri(PATH)).header("Last-Event-ID", lastId));
    }

    /// The uuids of the next cruds: so many, and all that come until there was nothing for a second.
    private static List<String> next(int count, LiveStream stream) {
        List<String> uuids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            uuids.add(next(stream));
        }
        uuids.addAll(stream.uuidsUntilQuiet(SECOND));
        return uuids;
    }

    private static String next(LiveStream stream) {
        return stream.await("message", PATIENCE).uuid();
    }

    @Test
    void a_new_crud_comes_on_every_server_and_once() {
        try (LiveStream here = stream(server);
                LiveStream there = stream(other)) {
            String crud = server.crud("ada", "Hello \uD83C\uDF3F");

            assertThat(next(here)).isEqualTo(crud);
            LiveStream.Event event = there.await("message", PATIENCE);
            assertThat(event.data())
                    .isEqualTo(server.get("/api/activities/home").body().replaceAll("^\\[|]$", ""));
            assertThat(here.uuidsUntilQuiet(SECOND)).isEmpty();
            assertThat(there.uuidsUntilQuiet(SECOND)).isEmpty();
        }
    }

    /// Most of them, because a busy machine is late at times.
    @Test
    void what_is_new_or_gone_comes_within_a_second_and_what_has_changed_within_two() {
        List<Duration> news = new ArrayList<>();
        List<Duration> changes = new ArrayList<>();
        List<Duration> ends = new ArrayList<>();
        try (LiveStream stream = stream(other)) {
            for (int i = 0; i < ROUNDS; i++) {
                String crud = server.crud("ada", "m");
                news.add(timeUntil("message", stream));
                server.put("bao", "/api/activities/" + crud + "/like", "");
                changes.add(timeUntil("counts", stream));
                server.delete("ada", "/api/activities/" + crud);
                ends.add(timeUntil("gone", stream));
            }
        }
        assertThat(median(news)).isLessThan(SECOND);
        assertThat(median(changes)).isLessThan(TWO_SECONDS);
        assertThat(median(ends)).isLessThan(SECOND);
    }

    private static Duration timeUntil(String event, LiveStream stream) {
        long start = System.nanoTime();
        stream.await(event, PATIENCE);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    @Test
    void replies_are_no_news_of_the_home_feed() {
        try (LiveStream stream = stream(server)) {
            String crud = server.crud("ada", "m");
            server.reply("bao", crud, "r");

            assertThat(next(1, stream)).containsExactly(crud);
        }
    }

    @Test
    void a_write_of_two_seconds_among_quick_ones_is_not_missed() throws Exception {
        try (LiveStream stream = stream(server);
                Connection slow = begin()) {
            List<String> cruds = new ArrayList<>(List.of(insert(slow)));
            long end = System.nanoTime() + TWO_SECONDS.toNanos();
            while (System.nanoTime() < end) {
                cruds.add(server.crud("ada", "m"));
                CruddurProcess.pause(100);
            }
            slow.commit();

            assertThat(next(cruds.size(), stream)).containsExactlyInAnyOrderElementsOf(cruds);
        }
    }

    private Connection begin() throws SQLException {
        Connection connection = sql.connect();
        connection.setAutoCommit(false);
        return connection;
    }

    private static String insert(Connection connection) throws SQLException {
        ResultSet inserted = connection.createStatement().executeQuery("""
                        insert into activities (user_uuid, message, expires_at)
                        select uuid, 'slow', now() + interval '1 hour' from users limit 1
                        returning uuid
                        """);
        inserted.next();
        return inserted.getString(1);
    }

    @Test
    void a_client_continues_on_the_other_server_without_loss_and_without_repetition() throws Exception {
        List<String> missed = new ArrayList<>();
        String lastId;
        try (Connection slow = begin()) {
            missed.add(insert(slow));
            try (LiveStream stream = stream(server)) {
                String seen = server.crud("ada", "seen");
                assertThat(next(stream)).isEqualTo(seen);
                lastId = stream.lastId();
            }
            missed.add(server.crud("ada", "missed"));
            slow.commit();
        }
        try (LiveStream stream = streamAfter(lastId, other)) {
            assertThat(next(stream)).isIn(missed);
            assertThat(next(stream)).isIn(missed);
            String next = server.crud("ada", "next");

            assertThat(next(1, stream)).containsExactly(next);
        }
    }

    @Test
    void a_client_that_changes_the_server_again_and_again_gets_everything_once() {
        List<String> posted = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        try (LiveStream first = stream(server)) {
            String lastId = first.lastId();
            for (int i = 0; i < SWITCHES; i++) {
                posted.add(server.crud("ada", "before"));
                try (LiveStream stream = streamAfter(lastId, i % 2 == 0 ? other : server)) {
                    posted.add(server.crud("ada", "during"));
                    LiveStream.Event event = stream.await("message", PATIENCE);
                    seen.add(event.uuid());
                    lastId = event.lastId();
                }
            }
            try (LiveStream stream = streamAfter(lastId, server)) {
                seen.addAll(next(posted.size() - seen.size(), stream));
            }
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(posted);
    }

    @Test
    void whoever_missed_too_much_is_told_to_read_the_feed() {
        String lastId;
        try (LiveStream stream = stream(server)) {
            lastId = stream.lastId();
        }
        post(MOST_MISSED + 1);
        try (LiveStream stream = streamAfter(lastId, server)) {
            assertThat(stream.await("reload", PATIENCE).data()).isEqualTo("{}");
            String next = server.crud("ada", "next");

            assertThat(next(1, stream)).containsExactly(next);
        }
    }

    private void post(int cruds) {
        sql.run("""
                insert into activities (user_uuid, message, expires_at)
                select users.uuid, repeat('m', 280), now() + interval '1 hour' from users, generate_series(1, ?)
                where handle = 'ada'
                """, cruds);
    }

    @Test
    void an_id_that_cannot_be_read_is_that_of_a_client_without_anything() {
        String crud = server.crud("ada", "m");
        List.of("nonsense", "", "AAAA", "~").forEach(id -> {
            try (LiveStream stream = streamAfter(id, server)) {
                assertThat(next(stream)).isEqualTo(crud);
            }
        });
    }

    @Test
    void a_page_that_was_read_before_misses_nothing() {
        OffsetDateTime read = OffsetDateTime.now(ZoneOffset.UTC);
        String crud = server.crud("ada", "m");
        try (LiveStream stream = LiveStream.of(HttpRequest.newBuilder(server.uri(PATH + "?since=" + read)))) {
            assertThat(next(stream)).isEqualTo(crud);
        }
        for (String since : List.of("yesterday", "-999999999-01-01T00:00:00Z")) {
            assertThat(server.get(PATH + "?since=" + since).statusCode()).isEqualTo(400);
        }
    }

    @Test
    void a_crud_that_is_deleted_or_expires_is_gone() {
        String deleted = server.crud("ada", "m");
        String expired = server.crud("ada", "m");
        try (LiveStream stream = stream(server)) {
            awaitChanges(stream);
            server.delete("ada", "/api/activities/" + deleted);

            assertThat(stream.await("gone", PATIENCE).data()).isEqualTo(Json.object("uuid", deleted));

            sql.run("update activities set expires_at = now() + interval '0.2 seconds' where uuid = ?::uuid", expired);
            assertThat(stream.await("gone", PATIENCE).data()).isEqualTo(Json.object("uuid", expired));
        }
    }

    /// Waits until the server has read what is there, so that it notices what changes. It does so before it reads
    /// cruds for the second time.
    private void awaitChanges(LiveStream stream) {
        String crud = server.crud("ada", "m");
        assertThat(next(stream)).isEqualTo(crud);
    }

    @Test
    void counters_and_the_time_of_expiry_come_when_they_change() {
        String crud = server.crud("ada", "m");
        try (LiveStream stream = stream(server)) {
            awaitChanges(stream);
            server.put("bao", "/api/activities/" + crud + "/like", "");

            assertThat(stream.await("counts", PATIENCE).data())
                    .contains(crud, "\"likes_count\" : 1", "\"replies_count\" : 0", "\"expires_at\" : \"20");

            sql.run("update activities set expires_at = null where uuid = ?::uuid", crud);
            assertThat(stream.await("counts", PATIENCE).data()).contains("\"expires_at\" : null");
        }
    }

    @Test
    void a_like_of_a_crud_that_has_just_come_is_not_missed() {
        try (LiveStream stream = stream(server)) {
            String crud = server.crud("ada", "m");
            server.put("bao", "/api/activities/" + crud + "/like", "");

            assertThat(next(stream)).isEqualTo(crud);
            assertThat(stream.await("counts", PATIENCE).data()).contains(crud, "\"likes_count\" : 1");
        }
    }

    @Test
    void a_person_gets_the_numbers_of_their_unread_notifications_and_messages() {
        String crud = server.crud("ada", "m");
        try (LiveStream adas = LiveStream.of(server.requestBy("ada", PATH));
                LiveStream baos = LiveStream.of(other.request(PATH)
                        .header("Authorization", "Bearer " + server.pool().tokenOf("sub-bao")))) {
            assertThat(adas.await("unread", PATIENCE).data()).isEqualTo(unread(0, 0));
            server.put("bao", "/api/activities/" + crud + "/like", "");
            assertThat(adas.await("unread", PATIENCE).data()).isEqualTo(unread(1, 0));
            server.put("ada", "/api/activities/notifications/read", "");
            assertThat(adas.await("unread", PATIENCE).data()).isEqualTo(unread(0, 0));
            server.post("bao", "/api/messages", Json.object("message", "m", "handle", "ada"));
            assertThat(adas.await("unread", PATIENCE).data()).isEqualTo(unread(0, 1));
            sql.run("update messages set read_at = now()");
            assertThat(adas.await("unread", PATIENCE).data()).isEqualTo(unread(0, 0));

            baos.await("unread", PATIENCE);
            assertThat(baos.lines()).filteredOn("event: unread"::equals).hasSize(1);
        }
    }

    private static String unread(int notifications, int messages) {
        return "{\"count\":" + notifications + ",\"messages\":" + messages + "}";
    }

    @Test
    void a_person_gets_no_cruds_of_people_who_block_or_are_blocked() {
        sql.person("cleo");
        server.put("ada", "/api/users/@bao/block", "");
        String missed = server.crud("bao", "missed \"handle\":\"cleo\"");
        String reached = server.crud("cleo", "reached \"handle\":\"bao\"");
        try (LiveStream ada = streamOf("ada");
                LiveStream bao = streamOf("bao")) {
            assertThat(next(ada)).isEqualTo(reached);
            assertThat(next(2, bao)).containsExactly(missed, reached);

            server.crud("bao", "hidden");
            String own = server.crud("ada", "shown to ada");
            assertThat(next(1, ada)).containsExactly(own);
        }
    }

    private LiveStream streamOf(String person) {
        return LiveStream.of(
                server.requestBy(person, PATH + "?since=2026-01-01T00:00:00Z").timeout(Duration.ofMinutes(1)));
    }

    @Test
    void strangers_get_no_count_and_a_bad_token_is_refused() {
        try (LiveStream stream = stream(server)) {
            CruddurProcess.pause(TWO_SECONDS.toMillis());

            assertThat(stream.lines()).doesNotContain("event: unread").anyMatch(line -> line.matches("retry: \\d{4}"));
        }
        assertThat(server.send(server.request(PATH).header("Authorization", "Bearer nonsense"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_head_has_no_stream() {
        assertThat(server.send(server.request(PATH).method("HEAD", BodyPublishers.noBody()))
                        .headers()
                        .firstValue("Content-Type"))
                .hasValue("text/event-stream");
    }

    @Test
    void a_client_that_does_not_read_is_cut_off_and_the_others_are_not() throws Exception {
        try (Socket slow = new Socket();
                LiveStream quick = stream(server)) {
            slow.setSoTimeout((int) PATIENCE.toMillis());
            slow.connect(new InetSocketAddress(
                    server.uri("/").getHost(), server.uri("/").getPort()));
            slow.getOutputStream().write(("GET " + PATH + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(US_ASCII));
            for (int i = 0; i < FLOOD; i++) {
                post(WAVE);
                for (int j = 0; j < WAVE; j++) {
                    next(quick);
                }
            }

            assertThat(isOver(slow)).isTrue();
            assertThat(quick.lines()).doesNotContain("event: end");
            String crud = server.crud("ada", "last");
            assertThat(next(quick)).isEqualTo(crud);
        }
    }

    /// Whether what was sent has an end.
    private static boolean isOver(Socket socket) throws IOException {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (SocketException _) {
            return true;
        }
    }

    @Test
    void while_the_database_is_away_streams_stay_open_and_then_catch_up() throws Exception {
        Relay relay = Relay.to(sql.url());
        TestServer remote = TestServer.on(relay.url());
        try (LiveStream stream = stream(remote)) {
            String before = server.crud("ada", "before");
            assertThat(next(stream)).isEqualTo(before);
            relay.close();
            String during = server.crud("ada", "during");
            try (LiveStream late = stream(remote)) {
                CruddurProcess.pause(TWO_SECONDS.toMillis());
                relay = relay.again();

                assertThat(next(stream)).isEqualTo(during);
                String after = server.crud("ada", "after");
                assertThat(next(stream)).isEqualTo(after);
                // What was posted before it began may come, too.
                String last = next(late);
                assertThat(last.equals(during) ? next(late) : last).isEqualTo(after);
            }
        } finally {
            remote.close();
            relay.close();
        }
    }

    /// Before the requests in progress, for which it waits two seconds. Of two servers, one may be late on a busy
    /// machine.
    @Test
    void a_server_that_stops_ends_its_streams_at_once() {
        assertThat(List.of(server, other)).anySatisfy(LiveTest::endsStreamsAtOnce);
    }

    private static void endsStreamsAtOnce(TestServer stopping) {
        try (LiveStream stream = stream(stopping)) {
            Thread.startVirtualThread(stopping::close);

            assertThat(stream.endsWithin(SECOND)).isTrue();
        }
    }
}
