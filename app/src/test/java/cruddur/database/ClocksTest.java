package cruddur.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What time it is for a server when clocks are set.
class ClocksTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private Instant machine = Instant.parse("2026-11-28T09:30:00Z");
    private Instant database = machine;
    private Duration passed = Duration.ofHours(-7);
    private final Clocks clocks = new Clocks(() -> machine, () -> passed.toNanos());

    private void pass(Duration time) {
        machine = machine.plus(time);
        database = database.plus(time);
        passed = passed.plus(time);
    }

    private void read() {
        clocks.learn(database, passed.toNanos());
    }

    @Test
    void until_the_database_has_answered_the_clock_of_the_machine_counts() {
        assertThat(clocks.agreed().instant()).isEqualTo(machine);
        assertThat(clocks.database().instant()).isEqualTo(machine);
    }

    @Test
    void a_machine_that_is_wrong_from_the_start_goes_by_the_clock_of_the_database() {
        machine = machine.minus(DAY);
        read();
        pass(SECOND);
        read();

        assertThat(clocks.agreed().instant()).isEqualTo(database);
        assertThat(clocks.database().instant()).isEqualTo(database);
    }

    @Test
    void setting_the_clock_of_the_machine_changes_nothing() {
        read();
        machine = machine.plus(DAY);
        pass(SECOND);
        assertThat(clocks.agreed().instant()).isEqualTo(database);

        read();
        pass(SECOND);
        assertThat(clocks.agreed().instant()).isEqualTo(database);
        assertThat(clocks.database().instant()).isEqualTo(database);
    }

    @Test
    void setting_the_clock_of_the_database_changes_only_what_expires_by_it() {
        read();
        database = database.minus(DAY);
        pass(SECOND);
        read();

        assertThat(clocks.agreed().instant()).isEqualTo(machine);
        assertThat(clocks.database().instant()).isEqualTo(database);
    }

    /// As on a laptop that slept: its monotonic clock stands still meanwhile.
    @Test
    void what_both_clocks_show_is_right() {
        read();
        machine = machine.plus(DAY);
        database = database.plus(DAY);
        read();

        assertThat(clocks.agreed().instant()).isEqualTo(machine);
    }

    @Test
    void an_answer_that_took_long_shows_no_time() {
        read();
        Duration sent = passed;
        database = database.plus(DAY);
        pass(SECOND);
        clocks.learn(database, sent.toNanos());

        assertThat(clocks.database().instant()).isEqualTo(machine);
    }
}
