package cruddur.live;

import cruddur.database.Database;
import cruddur.sql.Query;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Counts the unread notifications and messages of many people at once, and finds whose cruds they do not see.
///
/// Lives on one event loop.
final class Unread {

    private static final Query UNREAD = Query.load("live/unread");

    /// So many people take some tens of milliseconds.
    private static final int BATCH = 500;

    /// How many notifications and how many messages a person has not read, up to a hundred of each.
    record Numbers(int notifications, int messages) {}

    /// What a stream needs to know of its person.
    ///
    /// @param unread what the person has not read
    /// @param hidden the handles of the people whose cruds the person does not see
    record State(Numbers unread, Set<String> hidden) {

        static final State OF_STRANGERS = new State(new Numbers(0, 0), Set.of());

        static State of(Row row) {
            return new State(
                    new Numbers(row.getInteger("unread"), row.getInteger("unread_messages")),
                    Set.of(row.getArrayOfStrings("hidden")));
        }
    }

    private final Database database;
    private boolean isCounting;

    Unread(Database database) {
        this.database = database;
    }

    /// One person, at once.
    Future<State> of(UUID person) {
        return database.reads()
                .rows(UNREAD.with("people", new UUID[] {person}))
                .map(rows -> State.of(rows.iterator().next()));
    }

    /// Many people; empty while the previous count is in progress.
    Future<Map<UUID, State>> of(Collection<UUID> people) {
        if (isCounting || people.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        isCounting = true;
        return count(List.copyOf(people), new HashMap<>()).onComplete(_ -> isCounting = false);
    }

    private Future<Map<UUID, State>> count(List<UUID> people, Map<UUID, State> states) {
        if (people.isEmpty()) {
            return Future.succeededFuture(states);
        }
        List<UUID> batch = people.subList(0, Math.min(BATCH, people.size()));
        return database.searches()
                .rows(UNREAD.with("people", batch.toArray(UUID[]::new)))
                .compose(rows -> {
                    for (Row row : rows) {
                        states.put(row.getUUID("person"), State.of(row));
                    }
                    return count(people.subList(batch.size(), people.size()), states);
                });
    }
}
