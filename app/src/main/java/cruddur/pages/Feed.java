package cruddur.pages;

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
public record Feed<T extends Listed>(List<T> items, Optional<String> next, String beginning, boolean isFirst) {

    static final int LENGTH = 20;

    private static final int REPLIES = 100;

    static <T extends Listed> Feed<T> nothing() {
        return new Feed<>(List.of(), Optional.empty(), "", true);
    }

    /// The part of a list of the newest first that a request asks for.
    static Window newest(Request request) {
        return Window.fixedBefore(request, LENGTH);
    }

    /// The part of the replies, the oldest first, that a request asks for.
    static Window oldest(Request request) {
        return Window.fixedAfter(request, REPLIES);
    }

    /// @param rows one row more than the window has shows that the list continues
    static <T extends Listed> Feed<T> of(Iterable<Row> rows, Window window, Request request, Function<Row, T> item) {
        List<Row> found = StreamSupport.stream(rows.spliterator(), false).toList();
        List<T> items = found.stream().limit(window.limit()).map(item).toList();
        Optional<String> next = found.size() > window.limit()
                ? Optional.of(request.addressWith(
                        window.parameter(), items.getLast().place().toString()))
                : Optional.empty();
        return new Feed<>(items, next, request.addressWithout(window.parameter()), window.isFirst());
    }
}
