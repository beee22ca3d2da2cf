package bench;

import cruddur.activities.Activities;
import cruddur.database.Cursor;
import cruddur.database.Statements;
import cruddur.database.Window;
import cruddur.sql.BoundQuery;
import cruddur.sql.Query;
import cruddur.sql.ServerRole;
import java.util.Optional;
import java.util.UUID;

/// A statement of the server, with values.
///
/// @param role whose settings its session has
record Workload(BoundQuery query, ServerRole role) {

    private static final int LIMIT = 20;

    /// A page of the home feed for a stranger.
    static Workload feed(Cursor before) {
        return feed(before, Optional.empty());
    }

    /// A page of the home feed for this person.
    static Workload feed(Cursor before, Optional<UUID> reader) {
        return new Workload(
                Activities.home(new Window("before", before, LIMIT), reader).as(Statements::of), ServerRole.READ);
    }

    /// A new crud.
    static Workload create(String person, String body) {
        return new Workload(
                Query.load("activities/create")
                        .with("person", person)
                        .with("body", body)
                        .with("key", Optional.empty())
                        .with("digest", Optional.empty()),
                ServerRole.WRITE);
    }
}
