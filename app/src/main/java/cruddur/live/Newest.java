package cruddur.live;

import cruddur.database.Database;
import cruddur.sql.Query;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The newest cruds as they are at some time. A page shows these, so their subscribers are told how they change.
///
/// @param cruds newest first
/// @param since the time from which on these are all; the earliest if there are no others
record Newest(Map<UUID, State> cruds, OffsetDateTime since) {

    private static final Query NEWEST = Query.load("live/newest");

    /// Two screens of pages; a crud that is older is told of only by the feed itself.
    private static final int MOST = 200;

    /// What changes of a crud.
    ///
    /// @param isChanged since it was posted
    /// @param counts JSON
    private record State(OffsetDateTime postedAt, boolean isChanged, String counts) {

        static State of(Row row) {
            return new State(
                    row.getOffsetDateTime("created_at"), row.getBoolean("is_changed"), row.getString("counts"));
        }
    }

    static Future<Newest> read(Database database) {
        return database.reads().rows(NEWEST.with("limit", MOST)).map(Newest::of);
    }

    private static Newest of(RowSet<Row> rows) {
        Map<UUID, State> cruds = new LinkedHashMap<>();
        OffsetDateTime last = OffsetDateTime.MIN;
        for (Row row : rows) {
            State state = State.of(row);
            cruds.put(row.getUUID("uuid"), state);
            last = state.postedAt;
        }
        return new Newest(cruds, cruds.size() < MOST ? OffsetDateTime.MIN : last);
    }

    /// The events of what changed; empty if nothing did.
    String changesSince(Newest before) {
        StringBuilder events = new StringBuilder();
        before.cruds.forEach((uuid, state) -> {
            if (!cruds.containsKey(uuid) && state.postedAt.isAfter(since)) {
                events.append(Events.gone(uuid));
            }
        });
        List<String> changed = cruds.entrySet().stream()
                .filter(crud -> isChanged(crud.getValue(), before.cruds.get(crud.getKey())))
                .map(crud -> crud.getValue().counts)
                .toList();
        return changed.isEmpty()
                ? events.toString()
                : events.append(Events.counts(changed)).toString();
    }

    /// A crud that was not among them is new, and its own event may be from before a change.
    private static boolean isChanged(State now, @Nullable State before) {
        return before == null ? now.isChanged : !now.counts.equals(before.counts);
    }
}
