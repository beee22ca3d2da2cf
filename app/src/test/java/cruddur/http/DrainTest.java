package cruddur.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.CruddurProcess;
import cruddur.testing.Hurried;
import cruddur.testing.RawConnection;
import cruddur.testing.Sql;
import cruddur.testing.TestServer;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A server that closes during requests.
class DrainTest {

    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Docker kills a container that takes longer.
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

    private final ConnectionUrl database = Cluster.NEWEST.empty();
    private final Sql sql = new Sql(database);
    private String crud = "";

    @BeforeEach
    void arrange() {
        sql.person("ada");
        crud = sql.value("insert into activities (user_uuid, message) select uuid, 'm' from users returning uuid");
    }

    @Test
    void a_request_in_progress_is_answered_and_no_new_one_is_accepted() throws Exception {
        Hurried.within(GRACE, this::isAnswered);
    }

    private void isAnswered() throws Exception {
        TestServer server = TestServer.on(database);
        sql.run("delete from likes");
        try (Connection locked = lock();
                RawConnection like = RawConnection.to(server);
                RawConnection idle = RawConnection.to(server)) {
            like.send(like(server));
            assertThat(idle.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
                            .answer()
                            .status())
                    .isEqualTo(200);
            awaitWaiting();
            Thread closing = Thread.startVirtualThread(server::close);
            assertThat(idle.isClosedWithin(PATIENCE)).isTrue();
            awaitRefusal(server);
            locked.rollback();

            assertThat(like.answer().status()).isEqualTo(200);
            assertThat(like.isClosedWithin(PATIENCE)).isTrue();
            assertThat(closing.join(PATIENCE)).isTrue();
        }
        assertThat(sql.value("select likes_count from activities")).isEqualTo("1");
    }

    @Test
    void one_that_takes_longer_than_the_grace_does_not_hold_the_server_up() throws Exception {
        TestServer server = TestServer.on(database);
        try (Connection _ = lock();
                RawConnection like = RawConnection.to(server)) {
            like.send(like(server));
            awaitWaiting();
            long before = System.nanoTime();
            server.close();

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(LONGEST_CLOSE);
        }
    }

    /// Locks the row that a like changes.
    private Connection lock() throws SQLException {
        Connection connection = sql.connect();
        connection.setAutoCommit(false);
        connection.createStatement().execute("select from activities for update");
        return connection;
    }

    private void awaitWaiting() {
        long start = System.nanoTime();
        while (waiting().equals("0")) {
            assertThat(System.nanoTime() - start).isLessThan(PATIENCE.toNanos());
            CruddurProcess.pause(10);
        }
    }

    /// The system still accepts connections while the event loops close one after the other, but no loop
    /// answers them.
    private static void awaitRefusal(TestServer server) {
        for (int i = 0; i < 100; i++) {
            try (RawConnection late = RawConnection.to(server)) {
                assertThat(late.isClosedWithin(PATIENCE)).isTrue();
            } catch (UncheckedIOException _) {
                return;
            }
        }
        fail("Connections are still taken");
    }

    private String waiting() {
        return sql.value(
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
    }

    private String like(TestServer server) {
        return "PUT /api/activities/"
                + crud
                + "/like HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + server.pool().tokenOf("sub-ada")
                + "\r\nContent-Length: 0\r\n\r\n";
    }
}
