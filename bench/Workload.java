package bench;

import cruddur.activities.Activities;
import cruddur.sql.BoundQuery;
import cruddur.sql.Cursor;
import cruddur.sql.Database;
import cruddur.sql.Query;

import java.util.Optional;

/// A statement as the server sends it.
///
/// @param session what its session begins with
record Workload(BoundQuery query, BoundQuery session) {

    private static final int LIMIT = 20;

    /// A page of the home feed, as a stranger sees it.
    static Workload feed(Cursor before) {
        return feed(before, Optional.empty());
    }

    /// As this person sees it.
    static Workload feed(Cursor before, Optional<String> reader) {
        return new Workload(
                Activities.home(before, LIMIT).with("reader", reader).as(Database::paged),
                session("on"));
    }

    /// A new crud.
    static Workload create(String person, String body) {
        return new Workload(
                Query.load("activities/create")
                        .with("person", person)
                        .with("body", body)
                        .with("key", Optional.empty())
                        .with("digest", Optional.empty()),
                session("off"));
    }

    private static BoundQuery session(String readOnly) {
        return Query.load("connections/begin")
                .with("statement_timeout", "3000ms")
                .with("read_only", readOnly);
    }
}
