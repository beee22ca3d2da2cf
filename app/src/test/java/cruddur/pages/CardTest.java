package cruddur.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardTest {

    private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-11-21T12:00:00Z");

    @Test
    void a_card_knows_its_age_and_what_is_left() {
        Card card = card("Ada", NOON.plusHours(2));
        OffsetDateTime later = NOON.plusMinutes(90);
        assertThat(card.age(later)).isEqualTo("1 h ago");
        assertThat(card.life(later).map(Life::words)).hasValue("expires in 30 min");
        assertThat(card.life(later).map(Life::percent)).hasValue(25);
    }

    @Test
    void a_card_that_does_not_expire_has_no_end_of_life() {
        assertThat(card("Ada", null).life(NOON)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Ada Okoro, A",
        "森野はな, 森",
        "' Finn', F",
        "👩‍🚀 Esra, 👩‍🚀",
        "e\u0301ric, e\u0301",
        "\u202eturned, t",
        "\u200b, a"
    })
    void an_initial_is_one_character_to_the_eye(String displayName, String initial) {
        assertThat(card(displayName, NOON).author().initial()).isEqualTo(initial);
    }

    private static Card card(String displayName, @Nullable OffsetDateTime expiresAt) {
        return new Card(
                new UUID(0, 0),
                new Portrait("ada", displayName),
                List.of(new Segment(false, "Hello")),
                0,
                0,
                0,
                Optional.empty(),
                expiresAt,
                NOON,
                false,
                false);
    }
}
