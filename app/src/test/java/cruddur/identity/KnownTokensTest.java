package cruddur.identity;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.userpool.Attributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// How long a checked token is accepted without another check.
class KnownTokensTest {

    private static final UUID PERSON = UUID.randomUUID();
    private static final String WRITTEN = "header.claims.signature";

    private Instant now = Instant.parse("2026-11-21T09:30:00Z");
    private Duration passed = Duration.ZERO;
    private final KnownTokens known = new KnownTokens(() -> now, () -> passed.toNanos());

    @Test
    void a_person_is_looked_for_again_a_minute_later_because_the_row_may_be_another() {
        remember(Duration.ofHours(1));

        pass(59);
        assertThat(known.person(WRITTEN, 0)).contains(PERSON);
        pass(1);
        assertThat(known.person(WRITTEN, 0)).isEmpty();
    }

    @Test
    void also_if_the_clock_is_set_back() {
        remember(Duration.ofHours(1));

        now = now.minusSeconds(600);
        assertThat(known.person(WRITTEN, 0)).contains(PERSON);
        pass(60);
        assertThat(known.person(WRITTEN, 0)).isEmpty();
    }

    private void pass(long seconds) {
        now = now.plusSeconds(seconds);
        passed = passed.plusSeconds(seconds);
    }

    @Test
    void a_token_that_expires_sooner_is_forgotten_then() {
        remember(Duration.ofSeconds(10));

        now = now.plusSeconds(10);
        assertThat(known.person(WRITTEN, 0)).isEmpty();
    }

    private void remember(Duration life) {
        Attributes nothing = new Attributes(Optional.empty(), Optional.empty(), Optional.empty());
        known.remember(new Tokens.Checked("sub", now.plus(life), nothing, List.of(), 0), WRITTEN, PERSON);
    }
}
