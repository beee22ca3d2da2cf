package cruddur.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cruddur.secrets.FetchedLogin.Pass;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.Login;
import cruddur.sql.LoginException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FetchedLoginTest {

    private static final Duration SHELF_LIFE = Duration.ofMinutes(10);

    private static final ConnectionUrl DATABASE = ConnectionUrl.parse("postgresql://db.example/cruddur");

    private Instant now = Instant.parse("2026-11-21T09:30:00Z");
    private String password = "first";
    private boolean isAway;
    private int fetches;

    private final FetchedLogin login = new FetchedLogin(
            new FetchedLogin.Source() {
                @Override
                public ConnectionUrl address() {
                    return DATABASE;
                }

                @Override
                public Pass fetch() throws LoginException {
                    return handOut();
                }
            },
            () -> now);

    private Pass handOut() throws LoginException {
        fetches++;
        if (isAway) {
            throw new LoginException("The service is down");
        }
        return new Pass(with(password), now.plus(SHELF_LIFE));
    }

    private static ConnectionUrl with(String password) {
        return DATABASE.withLogin("cruddurroot", Optional.of(password));
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void many_who_connect_are_served_by_one_fetch() throws Exception {
        List<Callable<ConnectionUrl>> connects = IntStream.range(0, 64)
                .<Callable<ConnectionUrl>>mapToObj(_ -> login::current)
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<ConnectionUrl> url : threads.invokeAll(connects)) {
                assertThat(url.get()).isEqualTo(with("first"));
            }
        }
        assertThat(fetches).isEqualTo(1);
    }

    @Test
    void a_password_is_kept_until_it_is_old() throws LoginException {
        login.current();
        password = "second";
        pass(SHELF_LIFE.minusSeconds(1));
        assertThat(login.current()).isEqualTo(with("first"));
        pass(Duration.ofSeconds(1));
        assertThat(login.current()).isEqualTo(with("second"));
    }

    @Test
    void a_password_that_was_refused_is_fetched_again_by_the_first_who_says_so() throws LoginException {
        login.current();
        password = "second";
        assertThat(login.isRenewedAfter(with("first"))).isTrue();
        assertThat(login.isRenewedAfter(with("first"))).isTrue();
        assertThat(login.current()).isEqualTo(with("second"));
        assertThat(fetches).isEqualTo(2);
    }

    @Test
    void another_user_has_the_same_passwords() throws LoginException {
        Login reader = login.as("cruddur_read");
        ConnectionUrl refused = reader.current();
        assertThat(refused).isEqualTo(with("first").as("cruddur_read"));

        password = "second";
        assertThat(reader.isRenewedAfter(refused)).isTrue();
        assertThat(reader.current()).isEqualTo(with("second").as("cruddur_read"));
    }

    @Test
    void while_it_is_still_the_refused_one_it_is_fetched_ever_more_seldom() throws LoginException {
        login.current();
        for (int second = 0; second < 40; second++) {
            assertThat(login.isRenewedAfter(with("first"))).isFalse();
            pass(Duration.ofSeconds(1));
        }
        // After 0, 1, 3, 7, 15, 23, 31 and 39 seconds.
        assertThat(fetches).isEqualTo(1 + 8);
        password = "second";
        pass(Duration.ofSeconds(8));
        assertThat(login.isRenewedAfter(with("first"))).isTrue();
    }

    @Test
    void while_nobody_hands_it_out_everybody_hears_why_and_few_ask() throws LoginException {
        isAway = true;
        for (int second = 0; second < 8; second++) {
            assertThatThrownBy(login::current)
                    .isInstanceOf(LoginException.class)
                    .hasMessage("The service is down");
            pass(Duration.ofSeconds(1));
        }
        // After 0, 1, 3 and 7 seconds.
        assertThat(fetches).isEqualTo(4);
        isAway = false;
        pass(Duration.ofSeconds(8));
        assertThat(login.current()).isEqualTo(with("first"));
    }
}
