package cruddur;

import cruddur.cache.AnonymousCache;
import cruddur.cache.SharedCache;
import cruddur.database.ReplicaStatus;
import cruddur.database.Shedding;
import cruddur.growth.Ledger;
import cruddur.growth.Tally;
import cruddur.http.Attempts;
import cruddur.http.Handler;
import cruddur.http.Shares;
import cruddur.identity.Tokens;
import cruddur.live.Broadcast;
import cruddur.localcognito.LocalPool;
import cruddur.sql.ConnectionUrl;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The parts of a server that its event loops share. All are thread-safe.
///
/// @param loops the number of event loops
/// @param localPool the built-in pool, if it is on
/// @param tokens of the user pool, if there is one
/// @param tally what `ledger` writes
record SharedParts(
        Config config,
        int loops,
        Optional<LocalPool> localPool,
        Optional<Tokens> tokens,
        Shares shares,
        Attempts attempts,
        Broadcast broadcast,
        Tally tally,
        Ledger ledger,
        AnonymousCache cache,
        Optional<ReplicaStatus> replica,
        Shedding shedding) {

    static SharedParts of(Config config, int loops, Optional<LocalPool> localPool, Vertx vertx) {
        Tally tally = new Tally(InstantSource.system());
        return new SharedParts(
                config,
                loops,
                localPool,
                config.pool().map(Tokens::new),
                config.limits().shares(loops),
                new Attempts(config.limits().clients()),
                new Broadcast(),
                tally,
                new Ledger(tally),
                cache(config, vertx),
                config.logins().replica().map(login -> new ReplicaStatus(vertx, login)),
                new Shedding());
    }

    private static AnonymousCache cache(Config config, Vertx vertx) {
        ConnectionUrl database = config.logins().primary().address();
        String source = database.host() + ":" + database.port() + "/" + database.database();
        return new AnonymousCache(
                config.cache().mebibytes() * 1024L * 1024L,
                config.cache().shared().map(address -> SharedCache.at(address, vertx, source)));
    }

    /// The parts that have metrics.
    List<MeterBinder> measured() {
        return Stream.of(
                        localPool.map(LocalPool::counts),
                        Optional.of(broadcast),
                        Optional.of(cache),
                        replica,
                        Optional.of(shedding))
                .<MeterBinder>flatMap(Optional::stream)
                .toList();
    }

    /// The same handler behind the cache, for answers that are the same for all strangers.
    Handler cached(Handler handler) {
        return cache.around(handler);
    }
}
