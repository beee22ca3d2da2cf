package cruddur.database;

import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.sql.BoundQuery;
import cruddur.sql.Query;

/// The requested part of a list.
///
/// @param parameter the query parameter with the cursor: `before`, or `after` in lists with the
///   oldest first
/// @param cursor the beginning of the part
/// @param limit its maximum number of rows
public record Window(String parameter, Cursor cursor, int limit) {

    /// Of a list with the newest first.
    ///
    /// @param usual the number of rows if the request names none
    public static Window before(Request request, int usual) {
        return fixedBefore(request, request.limit(usual));
    }

    /// The same with this number of rows, regardless of the `limit` of the request.
    public static Window fixedBefore(Request request, int limit) {
        return new Window("before", request.cursor("before", Cursor::parse, Cursor.NEWEST), limit);
    }

    /// Of a list with the oldest first.
    ///
    /// @param usual the number of rows if the request names none
    public static Window after(Request request, int usual) {
        return fixedAfter(request, request.limit(usual));
    }

    /// The same with this number of rows, regardless of the `limit` of the request.
    public static Window fixedAfter(Request request, int limit) {
        return new Window("after", request.cursor("after", Cursor::parse, Cursor.OLDEST), limit);
    }

    /// The newest of a list.
    public static Window newest(int limit) {
        return new Window("before", Cursor.NEWEST, limit);
    }

    /// Whether the list begins with this part.
    public boolean isFirst() {
        return cursor.equals(parameter.equals("before") ? Cursor.NEWEST : Cursor.OLDEST);
    }

    /// The rows of this part of a query.
    public BoundQuery of(Query query) {
        return query.with(parameter + "_created_at", cursor.time())
                .with(parameter + "_uuid", cursor.uuid())
                .with("limit", limit);
    }

    /// The reply with the part, and the address of the next one.
    public Reply reply(Request request, Page page) {
        return new Reply.Cacheable(Reply.page(request, page.items(), parameter, page.next()), page.freshness());
    }

    /// The reply with a list that has no further parts.
    public static Reply whole(Page page) {
        return new Reply.Cacheable(Reply.json(page.items()), page.freshness());
    }

    /// The same for an object that contains the part; 404 if there is no such object.
    public Reply found(Request request, Page page) {
        return Reply.isNothing(page.items())
                ? new Reply.Cacheable(Reply.NOT_FOUND, page.freshness())
                : reply(request, page);
    }
}
