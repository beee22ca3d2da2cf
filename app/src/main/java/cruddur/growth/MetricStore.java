package cruddur.growth;

import io.vertx.core.Future;

/// Where the counters are kept.
interface MetricStore {

    /// Adds the amounts of a batch. May be called again with a batch that failed, or whose answer was lost, before
    /// the next batch is written; it is not added twice.
    Future<Void> add(Batch batch);
}
