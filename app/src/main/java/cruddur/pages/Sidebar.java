package cruddur.pages;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What stands beside a feed: trends and suggested people.
public record Sidebar(List<Trend> trends, List<Portrait> people) {

    /// A hashtag, and the number of cruds that have it.
    public record Trend(String tag, long count) {

        static Trend of(Row row) {
            return new Trend(row.getString("hashtag"), row.getLong("count"));
        }

        public String address() {
            return Segment.tagAddress(tag);
        }

        public String words() {
            return Words.count(count, "crud", "cruds");
        }
    }

    /// The columns of the queries that [#of] reads.
    static final String TRENDS = "hashtag, count, expires_at";

    static final String PEOPLE = "handle, display_name, expires_at";

    static final Sidebar EMPTY = new Sidebar(List.of(), List.of());

    static Sidebar of(RowSet<Row> trends, RowSet<Row> people) {
        return new Sidebar(
                stream(trends).map(Trend::of).toList(),
                stream(people).map(Portrait::of).toList());
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    /// The suggested people except the reader, and hidden people.
    public List<Portrait> peopleFor(Optional<Viewer> viewer) {
        return people.stream()
                .filter(person -> viewer.map(reader -> reader.sees(person)).orElse(true))
                .toList();
    }
}
