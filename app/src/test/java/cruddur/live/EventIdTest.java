package cruddur.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {

    private static final OffsetDateTime FLOOR = OffsetDateTime.parse("2026-11-27T12:00:00.123456Z");

    private final Random random = new Random(1);

    private Map<UUID, OffsetDateTime> cruds(int count) {
        Map<UUID, OffsetDateTime> cruds = new HashMap<>();
        for (int i = 0; i < count; i++) {
            cruds.put(new UUID(random.nextLong(), random.nextLong()), FLOOR.plusNanos(i * 1_000_000L));
        }
        return cruds;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 500})
    void it_says_exactly_which_cruds_a_client_has(int count) {
        Sent sent = new Sent(FLOOR, cruds(count));

        EventId read = EventId.parse(EventId.of(sent).toString());

        assertThat(read).isEqualTo(EventId.of(sent));
        assertThat(read.floor()).isEqualTo(FLOOR);
        sent.recent()
                .forEach((uuid, postedAt) ->
                        assertThat(read.includes(uuid, postedAt)).isTrue());
        cruds(500)
                .forEach((uuid, postedAt) ->
                        assertThat(read.includes(uuid, postedAt)).isFalse());
        assertThat(read.includes(UUID.randomUUID(), FLOOR.minusNanos(1_000))).isTrue();
    }

    @Test
    void it_stays_short_and_then_covers_less_time() {
        Sent sent = new Sent(FLOOR, cruds(2_000));

        EventId id = EventId.of(sent);

        assertThat(id.toString()).hasSizeLessThan(4_096 + 1);
        assertThat(id.floor()).isAfter(FLOOR);
        sent.recent()
                .forEach((uuid, postedAt) ->
                        assertThat(id.includes(uuid, postedAt)).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "AAAA", "nonsense", "=", "_____________"})
    void any_other_text_is_no_id(String text) {
        assertThat(EventId.parse(text)).isEqualTo(EventId.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"__________8", "f_________8", "gAAAAAAAAAA"})
    void every_time_in_it_is_one_that_postgresql_knows(String text) {
        assertThat(EventId.parse(text).floor().getYear()).isBetween(1970, 9999);
    }
}
