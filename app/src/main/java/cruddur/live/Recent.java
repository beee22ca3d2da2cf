package cruddur.live;

import cruddur.database.Database;
import cruddur.sql.Query;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;

/// What PostgreSQL has of the cruds that were posted since some time.
///
/// @param floor all that were posted before this are visible
/// @param cruds with the times when they were posted, newest first
record Recent(OffsetDateTime floor, Map<UUID, OffsetDateTime> cruds) {

    private static final Query RECENT = Query.load("live/recent");
    private static final Query CRUDS = Query.load("live/cruds");

    /// @param since empty for the last ten seconds
    /// @param limit how many at most
    static Future<Recent> read(Database database, Optional<OffsetDateTime> since, int limit) {
        return database.reads()
                .rows(RECENT.with("since", since).with("limit", limit))
                .map(rows -> of(rows.iterator().next()));
    }

    private static Recent of(Row row) {
        UUID[] uuids = row.getArrayOfUUIDs("uuids");
        OffsetDateTime[] times = row.getArrayOfOffsetDateTimes("times");
        Map<UUID, OffsetDateTime> cruds = new LinkedHashMap<>();
        for (int i = 0; i < uuids.length; i++) {
            cruds.put(uuids[i], times[i]);
        }
        return new Recent(row.getOffsetDateTime("floor"), cruds);
    }

    Map<UUID, OffsetDateTime> only(BiPredicate<UUID, OffsetDateTime> wanted) {
        Map<UUID, OffsetDateTime> found = new LinkedHashMap<>(cruds);
        found.entrySet().removeIf(crud -> !wanted.test(crud.getKey(), crud.getValue()));
        return found;
    }

    /// An event for each of some cruds, oldest first. A crud that was deleted by now has none.
    ///
    /// @param before what the client has
    /// @param complete nothing else that was posted before this is missing
    static Future<Buffer> events(
            Database database, Map<UUID, OffsetDateTime> cruds, Sent before, OffsetDateTime complete) {
        return database.reads()
                .rows(CRUDS.with("uuids", cruds.keySet().toArray(UUID[]::new)))
                .map(rows -> events(rows, before, complete));
    }

    private static Buffer events(RowSet<Row> rows, Sent before, OffsetDateTime complete) {
        Buffer events = Buffer.buffer();
        Sent sent = before;
        for (Row row : rows) {
            sent = sent.with(row.getUUID("uuid"), row.getOffsetDateTime("created_at"), complete);
            events.appendBuffer(Events.crud(row.getBuffer("item"), sent));
        }
        return events;
    }
}
