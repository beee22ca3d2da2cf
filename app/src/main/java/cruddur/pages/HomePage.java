package cruddur.pages;

import cruddur.sql.Cursor;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the home page shows.
///
/// @param next the address of the older cruds, if there are any
/// @param isFirst whether nothing newer was left out
/// @param now what "an hour ago" is counted from
/// @param handle of who is signed in
public record HomePage(
        List<Card> cards,
        Optional<String> next,
        boolean isFirst,
        OffsetDateTime now,
        Optional<String> handle,
        Composer composer) {

    /// @param limit how many cards a page has; one row more says that there are older ones
    static HomePage of(
            RowSet<Row> rows,
            int limit,
            boolean isFirst,
            Optional<String> handle,
            Composer composer) {
        List<Card> cards = new ArrayList<>();
        rows.forEach(row -> cards.add(Card.of(row)));
        boolean more = cards.size() > limit;
        List<Card> shown = more ? cards.subList(0, limit) : cards;
        return new HomePage(
                List.copyOf(shown),
                more ? Optional.of("/?before=" + cursorOf(shown.getLast())) : Optional.empty(),
                isFirst,
                OffsetDateTime.now(ZoneOffset.UTC),
                handle,
                composer);
    }

    public String title() {
        return isFirst ? "Cruddur" : "Older cruds – Cruddur";
    }

    public String heading() {
        return isFirst ? "Newest cruds" : "Older cruds";
    }

    private static Cursor cursorOf(Card card) {
        return new Cursor(card.createdAt(), card.uuid());
    }
}
