package cruddur.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifeTest {

    @ParameterizedTest
    @CsvSource({
        "PT1H, PT1H, 100",
        "PT1H, PT30M, 50",
        "P30D, P10D, 33",
        "PT1H, PT1S, 2",
        "PT1H, -PT1S, 2",
        "PT1H, PT2H, 100",
        "PT0S, PT0S, 2"
    })
    void the_ring_shows_what_is_left_and_is_never_empty(Duration whole, Duration left, int percent) {
        assertThat(new Life(whole, left).percent()).isEqualTo(percent);
    }

    @ParameterizedTest
    @CsvSource({"P3D, calm", "PT1H, calm", "PT59M59S, soon", "PT10M, soon", "PT9M59S, last", "-PT1S, last"})
    void the_last_hour_and_the_last_minutes_stand_out(Duration left, String stage) {
        assertThat(new Life(Duration.ofDays(7), left).stage()).isEqualTo(stage);
    }
}
