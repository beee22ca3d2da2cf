package cruddur.database;

import cruddur.sql.BoundQuery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/// The lanes of what strangers read, on a replica if it is up to date, and otherwise on the primary.
///
/// Lives on the event loop that opened it.
final class ReplicaLanes {

    private final ReplicaStatus status;
    private final Replica reads;
    private final Replica searches;

    private ReplicaLanes(ReplicaStatus status, Replica reads, Replica searches) {
        this.status = status;
        this.reads = reads;
        this.searches = searches;
    }

    /// @param preparesStatements as for the primary
    /// @param loops that share the connections of the server
    static ReplicaLanes open(Vertx vertx, ReplicaStatus status, Optional<Boolean> preparesStatements, int loops) {
        Pools pools = new Pools(vertx, status.login(), preparesStatements, loops);
        return new ReplicaLanes(
                status,
                new Replica(status, status.reads(), pools.reader(), pools.replicaReads()),
                new Replica(status, status.searches(), pools.reader(), pools.replicaSearches()));
    }

    /// @param primary for what the replica cannot answer
    /// @param writes of the primary, for the heartbeats
    Lane reads(Lane primary, Lane writes) {
        return new Lane(query -> run(query, reads, primary, writes));
    }

    /// The same for searches.
    Lane searches(Lane primary, Lane writes) {
        return new Lane(query -> run(query, searches, primary, writes));
    }

    private Future<Found> run(BoundQuery query, Replica replica, Lane primary, Lane writes) {
        status.beat(writes);
        return replica.run(query)
                .onSuccess(_ -> status.countAnswer())
                .recover(failure -> Refusal.isOfTime(failure) ? Future.failedFuture(failure) : instead(query, primary));
    }

    private Future<Found> instead(BoundQuery query, Lane primary) {
        status.countFallback();
        return primary.found(query);
    }

    Future<Void> close() {
        return Future.join(reads.close(), searches.close()).mapEmpty();
    }
}
