package bench;

import cruddur.activities.Activities;
import cruddur.sql.Cursor;
import cruddur.sql.Database;
import cruddur.sql.Query;
import java.util.Map;
import java.util.Optional;

/// A statement as the server sends it.
///
/// @param session the values of `sessions/begin`
record Workload(Query query, Map<String, ?> values, Map<String, String> session) {

    private static final int LIMIT = 20;

    private static final String STATEMENT_TIMEOUT = "3000ms";

    /// A page of the home feed, as a stranger sees it.
    static Workload feed(Cursor before) {
        return new Workload(
                Database.paged(Activities.HOME),
                Map.of("reader", Optional.empty(), "before_created_at", before.time(), "before_uuid", before.uuid(), "limit", LIMIT),
                Map.of("statement_timeout", STATEMENT_TIMEOUT, "read_only", "on"));
    }

    /// A new crud.
    static Workload create(String person, String body) {
        return new Workload(
                Query.load("activities/create"),
                Map.of("person", person, "body", body),
                Map.of("statement_timeout", STATEMENT_TIMEOUT, "read_only", "off"));
    }
}
