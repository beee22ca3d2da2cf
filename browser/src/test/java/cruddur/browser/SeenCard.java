package cruddur.browser;

import cruddur.testing.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// An activity as a reader sees it: on the page, or in an answer of the API.
record SeenCard(String uuid, String name, String handle, String message, List<?> reactions, Instant expiresAt) {

    private static final String READ = """
            return [...document.querySelectorAll('.card')].map(card => ({
              uuid: card.dataset.uuid,
              name: card.querySelector('h2').innerText,
              handle: card.querySelector('.handle').innerText,
              message: card.querySelector('.message').innerText,
              reactions: [...card.querySelectorAll('.actions li')].map(reaction => reaction.textContent.trim()),
              expiresAt: card.querySelector('.expiry').dateTime
            }))
            """;

    static List<SeenCard> on(Browser browser) {
        return ((List<?>) Objects.requireNonNull(browser.run(READ)))
                .stream().map(card -> onPage((Map<?, ?>) card)).toList();
    }

    /// @param array the API's
    static List<SeenCard> in(String array) {
        return Json.fields(array).stream().map(SeenCard::inAnswer).toList();
    }

    private static SeenCard onPage(Map<?, ?> card) {
        return new SeenCard(
                text(card, "uuid"),
                text(card, "name"),
                text(card, "handle"),
                text(card, "message"),
                (List<?>) Objects.requireNonNull(card.get("reactions")),
                time(card, "expiresAt"));
    }

    private static SeenCard inAnswer(Map<String, Object> fields) {
        return new SeenCard(
                text(fields, "uuid"),
                text(fields, "display_name"),
                "@" + text(fields, "handle"),
                text(fields, "message"),
                List.of(
                        count(fields, "replies_count", "reply", "replies"),
                        count(fields, "reposts_count", "repost", "reposts"),
                        count(fields, "likes_count", "like", "likes")),
                time(fields, "expires_at"));
    }

    private static String count(Map<String, Object> fields, String name, String one, String many) {
        Integer number = (Integer) Objects.requireNonNull(fields.get(name));
        return number + " " + (number == 1 ? one : many);
    }

    private static String text(Map<?, ?> fields, String name) {
        return (String) Objects.requireNonNull(fields.get(name));
    }

    private static Instant time(Map<?, ?> fields, String name) {
        return OffsetDateTime.parse(text(fields, name)).toInstant().truncatedTo(ChronoUnit.SECONDS);
    }
}
