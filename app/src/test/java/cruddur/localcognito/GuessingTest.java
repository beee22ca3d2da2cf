package cruddur.localcognito;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that guess passwords.
@TestInstance(Lifecycle.PER_CLASS)
class GuessingTest {

    private static final String WRONG = "Wr0ng-password";

    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());
    private final BuiltInPool pool = BuiltInPool.at(server.uri("/"));

    @AfterAll
    void stop() {
        server.close();
    }

    private void guess(String username, int times) {
        IntStream.range(0, times)
                .forEach(_ ->
                        assertThat(pool.trySignIn(username, WRONG).body()).contains("Incorrect username or password."));
    }

    private String lockOf(String username) {
        return server.sql()
                .value(
                        "select extract(epoch from locked_until - clock_timestamp()) from local_cognito.sign_ins where name_digest = local_cognito.digest(?)",
                        username);
    }

    /// As if this much time had passed.
    private void pass(String time) {
        server.sql().run("update local_cognito.sign_ins set locked_until = locked_until - ?::interval", time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada@example.com", "Nobody@Example.com"})
    void an_account_is_locked_for_longer_each_time_whether_or_not_it_is_there(String username) {
        guess(username, 5);
        server.sql().run("update local_cognito.sign_ins set locked_until = now() + interval '1 hour'");
        HttpResponse<String> locked = pool.trySignIn(username, BuiltInPool.PASSWORD);
        assertThat(locked.statusCode()).isEqualTo(400);
        assertThat(locked.body()).contains("NotAuthorizedException", "Password attempts exceeded");

        String name = username.toLowerCase(Locale.ROOT);
        for (int seconds : new int[] {2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600}) {
            pass("1 hour");
            long begun = System.nanoTime();
            guess(username, 1);
            double left = Double.parseDouble(lockOf(name));
            double spent = (System.nanoTime() - begun) / 1e9;
            assertThat(left).isBetween(seconds - spent, (double) seconds);
        }
    }

    @Test
    void the_right_password_ends_the_counting() {
        guess("bao@example.com", 4);
        pool.signIn("bao@example.com", BuiltInPool.PASSWORD);
        guess("bao@example.com", 4);
        pool.signIn("bao@example.com", BuiltInPool.PASSWORD);
    }

    @Test
    void failures_are_forgotten_in_time() {
        guess("cleo@example.com", 5);
        pass("25 hours");
        guess("cleo@example.com", 4);
        pool.signIn("cleo@example.com", BuiltInPool.PASSWORD);
    }

    @Test
    void what_was_typed_for_a_name_is_not_kept() {
        guess("my-password-by-mistake", 1);

        assertThat(server.sql().run("select sign_ins::text from local_cognito.sign_ins"))
                .isNotEmpty()
                .noneMatch(row -> row.contains("mistake"));
    }

    /// Without its hash an unknown account would cost a tenth. Both are measured in turns, because
    /// the machine may be busy for a while.
    @Test
    void an_unknown_account_costs_as_much_as_a_known_one() {
        server.sql()
                .run(
                        "update local_cognito.accounts set password_hash = ? where email = 'dilip@example.com'",
                        Passwords.hashOf(BuiltInPool.PASSWORD));
        List<Long> known = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            known.add(nanosToGuess("dilip@example.com"));
            unknown.add(nanosToGuess("somebody@example.com"));
        }

        assertThat((double) median(unknown) / median(known))
                .as("%s to %s ns", unknown, known)
                .isBetween(0.5, 2.0);
    }

    /// Without a lock, or there would be nothing to compare.
    private long nanosToGuess(String username) {
        server.sql().run("delete from local_cognito.sign_ins");
        long before = System.nanoTime();
        guess(username, 1);
        return System.nanoTime() - before;
    }

    private static long median(List<Long> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    @Test
    void many_accounts_cannot_be_tried_from_one_address() {
        int refused = 0;
        for (int i = 0; i < 40; i++) {
            refused += isTooMany(tryFrom("203.0.113.7", "p" + i + "@example.com")) ? 1 : 0;
        }

        assertThat(refused).isEqualTo(10);
        assertThat(isTooMany(tryFrom("203.0.113.8", "ada@example.com"))).isFalse();
        assertThat(tryFrom("203.0.113.7", "esra@example.com").body()).contains("TooManyRequestsException");
    }

    private static boolean isTooMany(HttpResponse<String> response) {
        return response.body().contains("TooManyRequestsException");
    }

    private HttpResponse<String> tryFrom(String address, String username) {
        return pool.send(pool.request(
                        "InitiateAuth", BuiltInPool.signInInput(username, WRONG).encode())
                .header("X-Forwarded-For", address));
    }
}
