package cruddur;

import cruddur.cache.AnonymousCache;
import cruddur.cache.SharedCache;
import cruddur.database.Clocks;
import cruddur.database.ReplicaStatus;
import cruddur.database.Shedding;
import cruddur.growth.Ledger;
import cruddur.growth.Tally;
import cruddur.http.Attempts;
import cruddur.http.Handler;
import cruddur.http.HttpDate;
import cruddur.http.RateLimit;
import cruddur.http.Shares;
import cruddur.identity.Tokens;
import cruddur.live.Broadcast;
import cruddur.localcognito.LocalPool;
import cruddur.redis.RedisAddress;
import cruddur.redis.SharedCounts;
import cruddur.sql.ConnectionUrl;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The parts of a server that its event loops share. All are thread-safe.
///
/// @param loops the number of event loops
/// @param localPool the built-in pool, if it is on
/// @param clocks of the machine and the database
/// @param tokens of the user pool, if there is one
/// @param counts exchanges the requests of each client with other servers, if a Redis is shared
/// @param tally what `ledger` writes
record SharedParts(
        Config config,
        int loops,
        Optional<LocalPool> localPool,
        Clocks clocks,
        Optional<Tokens> tokens,
        Shares shares,
        Optional<SharedCounts> counts,
        Attempts attempts,
        Broadcast broadcast,
        Tally tally,
        Ledger ledger,
        AnonymousCache cache,
        Optional<ReplicaStatus> replica,
        Shedding shedding) {

    static SharedParts of(Config config, int loops, Optional<LocalPool> localPool, Vertx vertx) {
        Clocks clocks = new Clocks();
        Tally tally = new Tally(clocks.database());
        Shares shares = config.limits().shares(loops).dated(new HttpDate(clocks.database()));
        return new SharedParts(
                config,
                loops,
                localPool,
                clocks,
                config.pool().map(pool -> new Tokens(pool, clocks.agreed())),
                shares,
                counts(config, vertx, shares.rateLimit()),
                new Attempts(config.limits().clients()),
                new Broadcast(),
                tally,
                new Ledger(tally),
                cache(config, vertx),
                config.logins().replica().map(login -> new ReplicaStatus(vertx, login)),
                new Shedding());
    }

    private static AnonymousCache cache(Config config, Vertx vertx) {
        return new AnonymousCache(
                config.cache().mebibytes() * 1024L * 1024L,
                config.cache().shared().map(address -> SharedCache.at(address, vertx, database(config))));
    }

    /// Momento would be too slow for it, and limits its operations.
    private static Optional<SharedCounts> counts(Config config, Vertx vertx, RateLimit limit) {
        return config.cache()
                .shared()
                .filter(RedisAddress::isRedis)
                .map(address -> SharedCounts.start(vertx, address, database(config), limit));
    }

    /// What servers of one database have in common.
    private static String database(Config config) {
        ConnectionUrl database = config.logins().primary().address();
        return database.host() + ":" + database.port() + "/" + database.database();
    }

    /// The parts that have metrics.
    List<MeterBinder> measured() {
        return Stream.of(
                        localPool.map(LocalPool::counts),
                        Optional.of(clocks),
                        Optional.of(broadcast),
                        Optional.of(cache),
                        replica,
                        Optional.of(shedding),
                        counts)
                .<MeterBinder>flatMap(Optional::stream)
                .toList();
    }

    /// The same handler behind the cache, for answers that are the same for all strangers.
    Handler cached(Handler handler) {
        return cache.around(handler);
    }
}
