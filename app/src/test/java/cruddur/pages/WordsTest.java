package cruddur.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.OffsetDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource({
        "-PT5S, just now",
        "PT0S, just now",
        "PT59.999S, just now",
        "PT1M, 1 min ago",
        "PT5M59S, 5 min ago",
        "PT59M59S, 59 min ago",
        "PT1H, 1 h ago",
        "PT23H59M, 23 h ago",
        "P1D, 1 day ago",
        "PT47H59M, 1 day ago",
        "P2D, 2 days ago",
        "P400D, 400 days ago"
    })
    void an_age_counts_the_whole_units_that_have_passed(Duration age, String words) {
        assertThat(Words.ago(age)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "-PT5S, under a minute",
        "PT0S, under a minute",
        "PT59S, under a minute",
        "PT1M, 1 min",
        "PT1M30S, 2 min",
        "PT59M29S, 59 min",
        "PT59M30S, 1 h",
        "PT1H29M, 1 h",
        "PT2H59M, 3 h",
        "PT23H29M, 23 h",
        "PT23H30M, 1 day",
        "PT35H, 1 day",
        "PT36H, 2 days",
        "P30D, 30 days"
    })
    void what_is_left_is_the_nearest_whole_number(Duration left, String words) {
        assertThat(Words.expiresIn(left)).isEqualTo("expires in " + words);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 replies", "1, 1 reply", "2, 2 replies"})
    void one_is_singular(long number, String words) {
        assertThat(Words.count(number, "reply", "replies")).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T09:30:15.123456Z, '21 November 2026, 09:30 UTC', 2026-11-21T09:30:15Z",
        "2026-03-01T00:05:00+02:00, '28 February 2026, 22:05 UTC', 2026-03-01T00:05+02:00"
    })
    void an_exact_time_is_told_to_people_and_to_machines(OffsetDateTime time, String people, String machines) {
        assertThat(Words.exactly(time)).isEqualTo(people);
        assertThat(Words.machineReadable(time)).isEqualTo(machines);
    }
}
