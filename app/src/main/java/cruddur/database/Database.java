package cruddur.database;

import cruddur.sql.BoundQuery;
import cruddur.sql.Login;
import cruddur.sql.Query;
import cruddur.sql.ServerRole;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/// The interface to PostgreSQL: takes a query and its values, returns the bytes of a JSON document.
/// It has four [Lane]s, and each returns every shape.
///
/// Lives on the event loop that opened it.
public final class Database {

    private static final Query MISSING_SETTINGS = Query.load("connections/missing_settings");

    /// How often a write is tried that conflicts with another one.
    private static final int ATTEMPTS = 4;

    private final Pools pools;
    private final Clocks clocks;
    private final Shedding shedding;
    private final Lane reads;
    private final Lane healthChecks;
    private final Lane healthChecksOfWrites;
    private final Lane searches;
    private final Lane writes;
    private final Lane upkeep;
    private final Lane readsOfStrangers;
    private final Lane searchesOfStrangers;
    private final Optional<ReplicaLanes> replica;
    private Pools.Open open;

    private Database(Pools pools, Clocks clocks, Optional<ReplicaLanes> replica, Shedding shedding) {
        this.pools = pools;
        this.clocks = clocks;
        this.shedding = shedding;
        this.open = pools.open();
        this.replica = replica;
        QueueTime ofReads = new QueueTime(pools.readsAtOnce());
        QueueTime ofSearches = new QueueTime(pools.searchesAtOnce());
        QueueTime ofWrites = new QueueTime(pools.writesAtOnce());
        Function<BoundQuery, Future<RowSet<Row>>> read = query -> run(Pools.Open::reads, query);
        Function<BoundQuery, Future<RowSet<Row>>> search = query -> run(Pools.Open::searches, query);
        reads = lane(ofReads, Caller.PERSON, read);
        healthChecks = lane(ofReads, Caller.HEALTH_CHECK, read);
        searches = lane(ofSearches, Caller.PERSON, search);
        Function<BoundQuery, Future<RowSet<Row>>> write = query -> write(Pools.Open::writes, query, ATTEMPTS);
        writes = lane(ofWrites, Caller.PERSON, write);
        healthChecksOfWrites = lane(ofWrites, Caller.HEALTH_CHECK, write);
        upkeep = new Lane(query -> write(Pools.Open::upkeep, query, ATTEMPTS).map(Found::onPrimary));
        Lane strangersReads = lane(ofReads, Caller.STRANGER, read);
        Lane strangersSearches = lane(ofSearches, Caller.STRANGER, search);
        readsOfStrangers =
                replica.map(lanes -> lanes.reads(strangersReads, writes)).orElse(strangersReads);
        searchesOfStrangers =
                replica.map(lanes -> lanes.searches(strangersSearches, writes)).orElse(strangersSearches);
    }

    /// A lane for these callers, who are refused while its pool is overloaded.
    private Lane lane(QueueTime queue, Caller caller, Function<BoundQuery, Future<RowSet<Row>>> send) {
        return new Lane(query -> queue.isOverloadedFor(caller)
                ? Future.failedFuture(shedding.refuse(caller))
                : queue.during(() -> send.apply(query)).map(Found::onPrimary));
    }

    /// Opens the pools on the current event loop. Connects at the first query, so a server can start
    /// and log the error while its database is down.
    ///
    /// @param preparesStatements whether statements are prepared once per connection; if empty, they are, and none
    ///   runs behind a pooler
    /// @param clocks of this server; the event loops share them
    /// @param replica if there is one; the event loops share it
    /// @param shedding counts on all event loops what was refused
    /// @param loops the event loops of this server, which share its connections
    public static Database open(
            Vertx vertx,
            Login login,
            Optional<Boolean> preparesStatements,
            Clocks clocks,
            Optional<ReplicaStatus> replica,
            Shedding shedding,
            int loops) {
        return new Database(
                new Pools(vertx, login, preparesStatements, loops),
                clocks,
                replica.map(status -> ReplicaLanes.open(vertx, status, preparesStatements, loops)),
                shedding);
    }

    /// The clocks of this server, which know the time of the database.
    public Clocks clocks() {
        return clocks;
    }

    /// For quick queries that use an index. Its sessions are read-only.
    public Lane reads() {
        return reads;
    }

    /// As [#reads()], for health checks: never refused because of overload.
    public Lane healthChecks() {
        return healthChecks;
    }

    /// As [#reads()], for what this reader sees. What a stranger sees may be a second old, so it comes from the
    /// replica, if there is one. Not for what decides a write.
    ///
    /// @param reader empty for a stranger
    public Lane reads(Optional<UUID> reader) {
        return reader.isPresent() ? reads : readsOfStrangers;
    }

    /// For queries that scan thousands of rows. Its sessions are read-only.
    public Lane searches() {
        return searches;
    }

    /// As [#searches()], for what this reader sees; see [#reads(Optional)].
    public Lane searches(Optional<UUID> reader) {
        return reader.isPresent() ? searches : searchesOfStrangers;
    }

    /// For statements that change rows. Each is a single statement, and runs again if it conflicts with
    /// another write.
    public Lane writes() {
        return writes;
    }

    /// As [#writes], for statements that no request waits for; they may take 25 seconds.
    public Lane upkeep() {
        return upkeep;
    }

    private Future<RowSet<Row>> run(Function<Pools.Open, Connections> pool, BoundQuery query) {
        return pools.isUndecided()
                ? Future.failedFuture(new UndecidedException())
                : pool.apply(open).run(query);
    }

    private Future<RowSet<Row>> write(Function<Pools.Open, Connections> pool, BoundQuery query, int attempts) {
        Pools.Open used = open;
        return run(pool, query)
                .recover(failure -> attempts > 1 && mayRunAgain(failure, used)
                        ? write(pool, query, attempts - 1)
                        : Future.failedFuture(failure));
    }

    /// A statement that PostgreSQL ended because of a deadlock runs again: it is a single statement, so
    /// nothing of it was done. So does one that a standby refused, on new connections, which reach the
    /// current primary.
    private boolean mayRunAgain(Throwable failure, Pools.Open used) {
        if (Refusal.isOfStandby(failure) && used.equals(open)) {
            open = pools.open();
            used.close();
        }
        return Refusal.isConflict(failure) || Refusal.isOfStandby(failure);
    }

    /// Closes every connection, after the statements that are under way.
    public Future<Void> close() {
        return Future.join(open.close(), replica.map(ReplicaLanes::close).orElseGet(Future::succeededFuture))
                .mapEmpty();
    }

    /// The settings that the sessions of this server need and lack.
    public Future<Set<String>> missingSettings() {
        Future<List<String>> ofReads = missing(healthChecks, ServerRole.READ);
        Future<List<String>> ofWrites = missing(healthChecksOfWrites, ServerRole.WRITE);
        return Future.all(ofReads, ofWrites).map(_ -> {
            Set<String> ofAll = new TreeSet<>(ofReads.result());
            ofAll.addAll(ofWrites.result());
            return ofAll;
        });
    }

    private static Future<List<String>> missing(Lane lane, ServerRole role) {
        SortedMap<String, String> settings = role.settings();
        return lane.rows(MISSING_SETTINGS
                        .with("names", settings.keySet().toArray(String[]::new))
                        .with("values", settings.values().toArray(String[]::new)))
                .map(rows -> rows.stream().map(row -> row.getString("name")).toList());
    }
}
