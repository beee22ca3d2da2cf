package cruddur.people;

import cruddur.database.Lane;
import cruddur.sql.Query;
import io.vertx.core.Future;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// Removes the rows of a person whose account is deleted, in batches, so that no statement takes long however much the
/// person wrote: likes and reposts, which other people's activities count, then notifications, then the messages of the
/// person's conversations, then activities with their threads, and the person last, with what is left.
///
/// @param lane that runs the statements
public record PersonRemoval(Lane lane) {

    private static final List<Query> PARTS = Stream.of(
                    "people/remove_likes",
                    "people/remove_reposts",
                    "people/remove_notifications",
                    "people/remove_messages",
                    "people/remove_activities")
            .map(Query::load)
            .toList();

    private static final Query REMOVE = Query.load("people/remove");

    /// So many rows take about a tenth of a second.
    private static final int BATCH = 1000;

    /// Removes the next batch. Two servers may do so at the same time.
    ///
    /// @return whether it was the last one, so that the person is gone
    public Future<Boolean> batch(UUID person) {
        return batch(person, PARTS.iterator());
    }

    private Future<Boolean> batch(UUID person, Iterator<Query> parts) {
        if (!parts.hasNext()) {
            return lane.rows(REMOVE.with("person", person)).map(true);
        }
        return lane.rows(parts.next().with("person", person).with("batch", BATCH))
                .map(rows -> rows.iterator().next().getLong("removed") > 0)
                .compose(isSome -> isSome ? Future.succeededFuture(false) : batch(person, parts));
    }
}
