package cruddur.database;

import cruddur.sql.Query;
import cruddur.sql.Shape;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The server's statements: query files, wrapped so that PostgreSQL returns one row of bytes.
public final class Statements {

    private static final String OBJECT = "select convert_to(item::text, 'UTF8') from (";

    private static final String ARRAY =
            "select convert_to(coalesce(json_agg(item), '[]')::text, 'UTF8'), min(expires_at) as expires_at, now() as now\nfrom (";

    // A page's query returns one row more than `:limit`. The array leaves it out; it only shows that
    // there is more. If that row expires, there may be no more.
    private static final String ITEMS = "coalesce(array_to_json((array_agg(item))[1 : :limit]), '[]')";

    private static final String NEXT = """
            count(*) > :limit as has_more,
            (array_agg(created_at))[:limit] as created_at,
            (array_agg(uuid))[:limit] as uuid""";

    private static final String PAGE = "select convert_to(" + ITEMS + "::text, 'UTF8'),\n" + NEXT
            + ",\nmin(expires_at) as expires_at, now() as now\nfrom (";

    private static final String LIST =
            "select " + ITEMS + " as items,\n" + NEXT + ",\nmin(expires_at) as expires_at\nfrom (";

    // Wrapped once: equal texts are one prepared statement, and the lookup by name does not compare
    // texts.
    private static final Map<String, Query> WRAPPED = new ConcurrentHashMap<>();

    private Statements() {}

    /// The statement that the server sends for a query file, by its shape.
    public static Query of(Query query) {
        return switch (query.shape()) {
            case PAGE -> WRAPPED.computeIfAbsent(query.name(), _ -> query.inside(PAGE, ") row"));
            case OBJECT -> WRAPPED.computeIfAbsent(query.name(), _ -> query.inside(OBJECT, ") object"));
            case ARRAY -> WRAPPED.computeIfAbsent(query.name(), _ -> query.inside(ARRAY, ") row"));
            case DOCUMENT, ROWS, WRITE -> query;
        };
    }

    /// One object with the only row of `head` and a page of `list`; no row if `head` has none.
    ///
    /// @param headField the field of the object that holds the item of `head`
    /// @param listField the field that holds the array
    public static Query document(String headField, Query head, String listField, Query list) {
        String text = """
                select convert_to(json_build_object('%s', head.item, '%s', page.items)::text, 'UTF8'),
                  page.has_more, page.created_at, page.uuid, least(head.expires_at, page.expires_at) as expires_at, now() as now
                from (
                %s
                ) head
                cross join (
                %s
                %s
                ) row
                ) page
                """.formatted(headField, listField, head.text(), LIST, list.text());
        return Query.of(head.name() + "+" + list.name(), Shape.DOCUMENT, text);
    }

    /// A page of `list`, the newest first, as an array with the oldest first; no row if `head` has none.
    public static Query oldestFirst(Query head, Query list) {
        String text = """
                select convert_to(page.items::text, 'UTF8'), page.has_more, page.created_at, page.uuid,
                  least(head.expires_at, page.expires_at) as expires_at, now() as now
                from (
                %s
                ) head
                cross join (
                select coalesce(json_agg(item order by place desc) filter (where place <= :limit), '[]') as items,
                  count(*) > :limit as has_more,
                  (array_agg(created_at order by place))[:limit] as created_at,
                  (array_agg(uuid order by place))[:limit] as uuid,
                  min(expires_at) as expires_at
                from (select *, row_number() over (order by created_at desc, uuid desc) as place from (
                %s
                ) newest) row
                ) page
                """.formatted(head.text(), list.text());
        return Query.of(head.name() + "<" + list.name(), Shape.DOCUMENT, text);
    }

    /// Some columns of a query's rows, for Java, and PostgreSQL's time as `now`. Other columns, like the
    /// JSON, are not computed.
    ///
    /// @param columns as SQL lists them
    public static Query columns(Query query, String columns) {
        return WRAPPED.computeIfAbsent(
                query.name() + " " + columns,
                _ -> query.inside("select " + columns + ", now() as now from (", ") row"));
    }

    /// Some columns of the rows of several queries at one moment. `part` is the place of a row's query, from 0. The
    /// rows of a query are the oldest first.
    ///
    /// @param columns as SQL lists them, the same of each query
    public static Query together(String columns, Query... queries) {
        String name = Stream.of(queries).map(Query::name).collect(Collectors.joining("+"));
        return WRAPPED.computeIfAbsent(name + " " + columns, _ -> {
            String parts = IntStream.range(0, queries.length)
                    .mapToObj(part -> "select " + part + " as part, " + columns + ", now() as now from (\n"
                            + queries[part].text() + "\n) row")
                    .collect(Collectors.joining("\nunion all\n"));
            return Query.of(name, Shape.ROWS, parts + "\norder by part, created_at, uuid");
        });
    }

    /// A query's page of cruds as a JSON Feed 1.1, as bytes. Takes `feed_title`, `feed_page` and
    /// `feed_address`, the absolute addresses of the page and of the feed, and `feed_origin`, what
    /// all addresses begin with.
    public static Query jsonFeed(Query query) {
        return WRAPPED.computeIfAbsent(query.name() + " json feed", _ -> query.inside("""
                select convert_to(public.json_feed(
                  :feed_title::text, :feed_page::text, :feed_address::text,
                  json_agg(public.json_feed_item(row.uuid, handle, display_name, message, created_at, expires_at, :feed_origin::text)
                    order by created_at desc, row.uuid desc))::text, 'UTF8'),
                  min(expires_at) as expires_at, now() as now
                from (select * from (""", ") page limit :limit) row"));
    }

    /// The same as an Atom feed (RFC 4287).
    public static Query atomFeed(Query query) {
        return WRAPPED.computeIfAbsent(query.name() + " atom feed", _ -> query.inside("""
                select convert_to(public.atom_feed(
                  :feed_title::text, :feed_page::text, :feed_address::text, max(created_at),
                  string_agg(public.atom_entry(row.uuid, handle, display_name, message, created_at, :feed_origin::text), ''
                    order by created_at desc, row.uuid desc)), 'UTF8'),
                  min(expires_at) as expires_at, now() as now
                from (select * from (""", ") page limit :limit) row"));
    }
}
