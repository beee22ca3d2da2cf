package cruddur.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cruddur.CacheConfig;
import cruddur.breaker.Breaker;
import cruddur.settings.Settings;
import cruddur.sql.ConnectionUrl;
import cruddur.testing.Certificates;
import cruddur.testing.Cluster;
import cruddur.testing.CruddurProcess;
import cruddur.testing.RawConnection;
import cruddur.testing.RedisServer;
import cruddur.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that share answers through a Redis that speaks TLS, and that they check.
class SecureRedisTest {

    private static final String HOME = "/api/activities/home";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String TOO_SLOW = "No answer within";
    private static final int ATTEMPTS = 5;

    /// In the URL, percent-encoded.
    private static final String LOGIN = "cruddur:p%40ss%2Fw%2Brd";

    @TempDir
    private static Path folder;

    private static Certificates certificates;
    private static Certificates strangers;
    private static RedisServer redis;
    private static RedisServer clear;
    private static ConnectionUrl database;

    @BeforeAll
    static void start() {
        certificates = Certificates.in(folder.resolve("certificates"), "localhost");
        strangers = Certificates.in(folder.resolve("strangers"), "localhost");
        redis = RedisServer.secure(
                certificates, "--user", "default", "off", "--user", "cruddur", "on", ">p@ss/w+rd", "~*", "&*", "+@all");
        clear = RedisServer.start();
        database = Cluster.NEWEST.seeded();
    }

    @AfterAll
    static void stop() {
        redis.close();
        clear.close();
    }

    private static URI address(String login, String host, int port, Certificates trusted) {
        return address("rediss://%s@%s:%d?sslrootcert=%s".formatted(login, host, port, trusted.authority()));
    }

    private static URI address(String url) {
        return CacheConfig.from(new Settings(Map.of("CACHE_URL", url))).shared().orElseThrow();
    }

    @Test
    void servers_share_answers_over_tls() {
        URI address = address(LOGIN, "localhost", redis.port(), certificates);
        try (TestServer one = TestServer.caching(database, 1, Optional.of(address));
                TestServer other = one.another()) {
            long start = System.nanoTime();
            while (other.metric("cruddur_cache_shared_hits_total") == 0) {
                assertThat(System.nanoTime() - start).isLessThan(PATIENCE.toNanos());
                ask(one);
                ask(other);
            }
        }
    }

    /// Both servers are called by one name, as behind a load balancer.
    private static void ask(TestServer server) {
        RawConnection.exchange(server, "GET " + HOME + " HTTP/1.1\r\nHost: cruddur.example\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "another name      | the certificate of the server is for another host name",
                "another authority | the certificate of the server is from an authority that is not trusted here",
                "the JDK's         | the certificate of the server is from an authority that is not trusted here",
                "another password  | WRONGPASS",
                "no TLS            | handshake timed out"
            })
    void a_redis_that_cannot_be_trusted_is_left_out_and_one_sentence_says_why(String what, String sentence) {
        String reported = TOO_SLOW;
        // On a busy machine, the first failure may be that Redis has not answered within a second.
        for (int i = 0; i < ATTEMPTS && reported.contains(TOO_SLOW); i++) {
            reported = reportedBy(untrusted(what));
        }
        assertThat(reported)
                .startsWith("Cannot use the shared rate limit at ")
                .contains(sentence, "Each server limits clients by itself");
    }

    /// What a server logs that is to share its rate limit there, while it answers.
    private static String reportedBy(URI redis) {
        Queue<String> log = new ConcurrentLinkedQueue<>();
        Handler listener = listener(log);
        Logger logger = Logger.getLogger(Breaker.class.getName());
        logger.addHandler(listener);
        try (TestServer server = TestServer.caching(database, 1, Optional.of(redis))) {
            long start = System.nanoTime();
            for (int i = 1; reported(log).isEmpty(); i++) {
                assertThat(server.get(HOME + "?limit=" + (1 + i % 100)).statusCode())
                        .isEqualTo(200);
                assertThat(System.nanoTime() - start).isLessThan(PATIENCE.toNanos());
                CruddurProcess.pause(10);
            }
        } finally {
            logger.removeHandler(listener);
        }
        assertThat(log).allSatisfy(line -> assertThat(line).doesNotContain("p@ss", "p%40ss"));
        return reported(log).orElseThrow();
    }

    private static Optional<String> reported(Queue<String> log) {
        return log.stream()
                .filter(line -> line.startsWith("Cannot use the shared rate limit"))
                .findFirst();
    }

    private static URI untrusted(String what) {
        return switch (what) {
            case "another name" -> address(LOGIN, "127.0.0.1", redis.port(), certificates);
            case "another authority" -> address(LOGIN, "localhost", redis.port(), strangers);
            case "the JDK's" -> address("rediss://" + LOGIN + "@localhost:" + redis.port());
            case "another password" -> address("cruddur:wrong", "localhost", redis.port(), certificates);
            default -> address(LOGIN, "localhost", clear.port(), certificates);
        };
    }

    private static Handler listener(Queue<String> log) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                log.add(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Test
    void a_file_without_authorities_is_refused_at_the_start() throws IOException {
        Path none = Files.writeString(folder.resolve("none.pem"), "");

        assertThatThrownBy(() -> address("rediss://localhost?sslrootcert=" + none))
                .hasMessage("The sslrootcert %s of CACHE_URL holds no certificate", none);
        assertThatThrownBy(() -> address("rediss://localhost?sslrootcert=/nowhere.pem"))
                .hasMessage("The sslrootcert /nowhere.pem of CACHE_URL does not exist");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis:",
                "redis://",
                "redis://:secret@",
                "redis://host/cruddur",
                "redis://host?sslrootcert=ca.pem",
                "rediss://host?verify=no",
                "http://host",
                "redis://user:se cret@host"
            })
    void another_address_is_refused_without_its_password(String url) {
        assertThatThrownBy(() -> address(url))
                .hasMessageStartingWith("CACHE_URL must be redis://host:port")
                .message()
                .doesNotContain("secret", "se cret");
    }
}
