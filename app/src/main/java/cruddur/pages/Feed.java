package cruddur.pages;

import cruddur.database.Cursor;
import cruddur.database.Window;
import cruddur.http.Request;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/// A part of a list.
///
/// @param next the address of the rest of the list, if there is any
/// @param beginning the address of the list's first part
/// @param isFirst whether this is the first part
public record Feed<T>(List<T> items, Optional<String> next, String beginning, boolean isFirst) {

    static final int LENGTH = 20;

    private static final int REPLIES = 100;

    static <T> Feed<T> nothing() {
        return new Feed<>(List.of(), Optional.empty(), "", true);
    }

    /// The part of a list of the newest first that a request asks for.
    static Window newest(Request request) {
        return new Window("before", request.cursor("before", Cursor::parse, Cursor.NEWEST), LENGTH);
    }

    /// The part of the replies, the oldest first, that a request asks for.
    static Window oldest(Request request) {
        return new Window("after", request.cursor("after", Cursor::parse, Cursor.OLDEST), REPLIES);
    }

    static Feed<Card> ofCards(Iterable<Row> rows, Window window, Request request) {
        return of(rows, window, request, Card::of, card -> new Cursor(card.createdAt(), card.uuid()));
    }

    /// @param rows one row more than the window has shows that the list continues
    static <T> Feed<T> of(
            Iterable<Row> rows, Window window, Request request, Function<Row, T> item, Function<T, Cursor> cursor) {
        List<Row> found = StreamSupport.stream(rows.spliterator(), false).toList();
        List<T> items = found.stream().limit(window.limit()).map(item).toList();
        Optional<String> next = found.size() > window.limit()
                ? Optional.of(request.addressWith(
                        window.parameter(), cursor.apply(items.getLast()).toString()))
                : Optional.empty();
        return new Feed<>(items, next, request.addressWithout(window.parameter()), window.isFirst());
    }
}
