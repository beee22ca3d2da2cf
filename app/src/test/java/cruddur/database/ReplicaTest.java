package cruddur.database;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.CruddurProcess;
import cruddur.testing.StandbyPair;
import cruddur.testing.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that reads from a standby, which lags, stops or is promoted.
class ReplicaTest {

    private static final String HOME = "/api/activities/home";

    private static final List<String> WHAT_STRANGERS_READ =
            List.of(HOME, "/", "/@ada", "/feed.atom", "/search?term=tea", "/api/activities/search?term=tea");

    /// After this time, a stranger must see what was written.
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static Optional<StandbyPair> unchanged = Optional.empty();

    private StandbyPair pair;
    private TestServer server;

    @BeforeEach
    void start() {
        pair = unchanged.orElseGet(ReplicaTest::another);
        unchanged = Optional.of(pair);
        server = TestServer.reading(pair.primary().url(), pair.standby().url(), 0);
        awaitReplica();
    }

    private static StandbyPair another() {
        StandbyPair pair = StandbyPair.in(folder.resolve(Long.toString(System.nanoTime())), Map.of());
        pair.primary().sql().person("ada");
        return pair;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @AfterAll
    static void stopAll() {
        unchanged.ifPresent(StandbyPair::close);
    }

    /// The next test gets another pair.
    private void breakForever(Runnable change) {
        unchanged = Optional.empty();
        try (StandbyPair _ = pair) {
            change.run();
        }
    }

    /// Strangers read until the replica answers one of them.
    private void awaitReplica() {
        double before = answers(server);
        long start = System.nanoTime();
        while (answers(server) == before) {
            assertThat(server.get(HOME).statusCode()).isEqualTo(200);
            assertThat(System.nanoTime() - start).as("waited").isLessThan(PATIENCE.toNanos());
        }
    }

    private static double answers(TestServer server) {
        return server.metric("cruddur_replica_answers_total");
    }

    @Test
    void strangers_read_from_the_replica_and_people_from_the_primary() {
        String uuid = server.crud("ada", "A cup of tea");

        assertThat(server.send(server.requestBy("ada", HOME)).body()).contains(uuid);
        for (String path : WHAT_STRANGERS_READ) {
            double before = answers(server);
            long start = System.nanoTime();
            while (answers(server) == before) {
                assertThat(server.get(path).statusCode()).as(path).isEqualTo(200);
                assertThat(System.nanoTime() - start).as(path).isLessThan(PATIENCE.toNanos());
            }
        }
        double before = answers(server);
        for (int i = 0; i < 20; i++) {
            server.send(server.requestBy("ada", HOME));
            server.crud("ada", "Another cup");
        }
        assertThat(answers(server)).isEqualTo(before);
    }

    @Test
    void a_replica_that_lags_is_left_out_until_it_has_caught_up() {
        standby("select pg_wal_replay_pause()");
        awaitLag();
        assertStrangersSeeWhatIsNew();

        standby("select pg_wal_replay_resume()");
        awaitReplica();
    }

    /// The state of the standby may be used for a second from when it stopped to change.
    private void awaitLag() {
        CruddurProcess.pause(LONGEST.toMillis());
    }

    private void standby(String sql) {
        pair.standby().sql().run(sql);
    }

    private void assertStrangersSeeWhatIsNew() {
        double before = answers(server);
        for (int i = 0; i < 3; i++) {
            String uuid = server.crud("ada", "Tea number " + i);
            assertThat(server.send(server.requestBy("ada", HOME)).body()).contains(uuid);
            assertThat(server.get(HOME).body()).contains(uuid);
            assertThat(server.get("/api/activities/search?term=tea").body()).contains(uuid);
            assertThat(server.get("/search?term=nothing").statusCode()).isEqualTo(200);
        }
        assertThat(answers(server)).isEqualTo(before);
        assertThat(server.metric("cruddur_replica_fallbacks_total")).isPositive();
    }

    @Test
    void a_replica_that_lags_less_than_a_second_shows_nothing_older() {
        long paused = System.nanoTime();
        standby("select pg_wal_replay_pause()");
        String uuid = server.crud("ada", "During the pause");
        long written = System.nanoTime();

        long asked;
        do {
            asked = System.nanoTime();
            boolean isSeen = server.get(HOME).body().contains(uuid);
            assertThat(isSeen || asked - written < LONGEST.toNanos()).isTrue();
        } while (asked - paused < 2 * LONGEST.toNanos());
        standby("select pg_wal_replay_resume()");
    }

    @Test
    void a_replica_that_stops_costs_no_answer_and_is_used_again_when_it_is_back() {
        pair.standby().processes().stopImmediately();
        assertStrangersSeeWhatIsNew();

        pair.startStandby();
        awaitReplica();
    }

    @Test
    void a_frozen_replica_is_left_out() {
        pair.standby().processes().freeze();
        try {
            awaitLag();
            assertStrangersSeeWhatIsNew();
        } finally {
            pair.standby().processes().thaw();
        }
        awaitReplica();
    }

    @Test
    void a_replica_that_was_promoted_is_left_out() {
        breakForever(() -> {
            pair.promoteStandby();
            awaitLag();
            assertStrangersSeeWhatIsNew();
        });
    }

    @Test
    void another_database_is_no_replica() {
        ConnectionUrl other = Cluster.NEWEST.seeded();
        try (TestServer onOther = TestServer.on(other);
                TestServer mistaken = TestServer.reading(pair.primary().url(), other, 0)) {
            String foreign = onOther.sql().value("select uuid from activities limit 1");
            for (int i = 0; i < 20; i++) {
                assertThat(mistaken.get(HOME).body()).doesNotContain(foreign);
                CruddurProcess.pause(50);
            }
            assertThat(answers(mistaken)).isZero();
        }
    }

    @Test
    void while_the_primary_is_away_nothing_says_how_old_a_replica_is() {
        breakForever(() -> {
            pair.primary().processes().stopImmediately();
            awaitLag();
            assertThat(server.get(HOME).statusCode()).isEqualTo(503);
        });
    }
}
