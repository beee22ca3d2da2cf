package bench;

import cruddur.activities.Activities;
import cruddur.database.Cursor;
import cruddur.database.Statements;
import cruddur.database.Window;
import cruddur.sql.BoundQuery;
import cruddur.sql.Query;
import java.util.Optional;
import java.util.UUID;

/// A statement of the server, with values.
///
/// @param session the settings of its session
record Workload(BoundQuery query, BoundQuery session) {

    private static final int LIMIT = 20;

    /// A page of the home feed for a stranger.
    static Workload feed(Cursor before) {
        return feed(before, Optional.empty());
    }

    /// A page of the home feed for this person.
    static Workload feed(Cursor before, Optional<UUID> reader) {
        return new Workload(
                Activities.home(new Window("before", before, LIMIT), reader).as(Statements::of), session("on"));
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
