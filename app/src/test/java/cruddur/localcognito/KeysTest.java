package cruddur.localcognito;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import cruddur.sql.ConnectionUrl;
import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The change of keys, while servers run that share them.
class KeysTest {

    private final ConnectionUrl database = Cluster.NEWEST.seeded();

    private TestServer server() {
        return TestServer.withBuiltInPool(database, BuiltInPool.pool());
    }

    private static String signIn(TestServer server) {
        return BuiltInPool.at(server.uri("/")).signIn("ada@example.com", BuiltInPool.PASSWORD);
    }

    private static void believes(TestServer server, String token) {
        assertThat(server.postWith(token, "x").statusCode()).isEqualTo(200);
        BuiltInPool.at(server.uri("/")).answer("GetUser", JsonObject.of("AccessToken", token));
    }

    @Test
    void a_new_key_signs_while_the_old_one_is_believed_at_every_server() {
        try (TestServer first = server();
                TestServer second = server()) {
            String old = signIn(first);
            String oldOfSecond = signIn(second);
            rotate(Instant.now());
            String fresh = signIn(first);
            String freshOfSecond = signIn(second);

            assertThat(keyId(fresh)).isNotEqualTo(keyId(old)).isEqualTo(keyId(freshOfSecond));
            assertThat(keys(second)).contains(keyId(old), keyId(fresh)).doesNotContain("\"d\"", "\"p\"", "\"q\"");
            List.of(old, fresh).forEach(token -> believes(first, token));
            List.of(oldOfSecond, freshOfSecond).forEach(token -> believes(second, token));
        }
    }

    @Test
    void a_verifier_that_knows_the_old_key_fetches_the_new_one() {
        try (TestServer server = server()) {
            believes(server, signIn(server));
            rotate(Instant.now());
            String fresh = signIn(server);
            for (int i = 0; i < 600 && server.postWith(fresh, "x").statusCode() != 200; i++) {
                pause();
            }
            believes(server, fresh);
        }
    }

    /// It asks for keys once in ten seconds.
    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void an_old_key_goes_when_its_last_token_has_expired() {
        try (TestServer server = server()) {
            String old = signIn(server);
            rotate(Instant.now().minus(Duration.ofHours(2)));

            assertThat(keys(server)).doesNotContain(keyId(old));
            assertThat(BuiltInPool.at(server.uri("/"))
                            .call("GetUser", JsonObject.of("AccessToken", old))
                            .body())
                    .contains("NotAuthorizedException", "Could not verify signature");
            rotate(Instant.now());
            BuiltInPool.changeKeys(database, keys -> {
                assertThat(keys.keys()).noneMatch(key -> key.getKeyID().equals(keyId(old)));
                return keys;
            });
        }
    }

    private static String keys(TestServer server) {
        return server.get(LocalPool.JWKS_PATH).body();
    }

    private static String keyId(String token) {
        try {
            return SignedJWT.parse(token).getHeader().getKeyID();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    /// As `cruddur keys rotate` does.
    private void rotate(Instant now) {
        BuiltInPool.changeKeys(database, keys -> keys.rotated(now, LocalPool.TOKEN_LIFETIME));
    }
}
