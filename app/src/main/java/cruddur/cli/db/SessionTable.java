package cruddur.cli.db;

import cruddur.administration.DatabaseSession;
import cruddur.cli.common.Table;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/// The sessions of a server, as a table or as JSON.
final class SessionTable {

    private static final List<String> HEADING =
            List.of("process_id", "user", "db", "client_addr", "app", "state", "age", "blocks_drop");

    private SessionTable() {}

    static String written(List<DatabaseSession> sessions) {
        return Table.of(HEADING, sessions.stream().map(SessionTable::row)).unfitted();
    }

    private static List<String> row(DatabaseSession session) {
        return List.of(
                Integer.toString(session.processId()),
                session.user(),
                session.db(),
                session.clientAddr().orElse("-"),
                session.app().orElse("-"),
                session.state().orElse("-"),
                session.age().orElse("-"),
                session.blocksDrop() ? "yes" : "no");
    }

    static String asJson(List<DatabaseSession> sessions) {
        return new JsonArray(sessions.stream().map(SessionTable::json).toList()).encodePrettily();
    }

    private static JsonObject json(DatabaseSession session) {
        return JsonObject.of(
                "process_id", session.processId(),
                "user", session.user(),
                "db", session.db(),
                "client_addr", session.clientAddr().orElse(null),
                "app", session.app().orElse(null),
                "state", session.state().orElse(null),
                "age", session.age().orElse(null),
                "blocks_drop", session.blocksDrop());
    }
}
