package cruddur.localcognito;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;

/// The threads that hash passwords: few, because a hash takes a core. Clients take turns, and
/// requests whose clients have given up are skipped.
///
/// The threads have a low priority, so that the feed is hardly slower while many people sign in.
///
/// Each thread uses the same memory for all of its hashes, so that they cause no garbage, and ends,
/// with its memory, after ten seconds without a hash.
///
/// Thread-safe; one instance serves the process.
final class HashThreads {

    /// Half of the cores, so that the others answer the feed.
    private static final int AT_ONCE = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 2);

    /// A request that waits longer is likely to time out.
    private static final Duration LONGEST_QUEUE = Duration.ofSeconds(3);

    private static final int MOST = 40;

    /// Even if the machine is so busy that they take longer.
    private static final int LEAST = 12;

    /// Two thirds of the least, so that one client cannot keep the others out.
    private static final int SHARE = 8;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private static final int IDLE_SECONDS = 10;

    private static final ThreadFactory THREADS =
            Thread.ofPlatform().daemon().name("password-", 0).factory();

    private record Job<T>(Caller caller, Function<BlockPool, T> hash, CompletableFuture<T> result) {

        void run(BlockPool memory) {
            result.completeAsync(() -> hash.apply(memory), Runnable::run);
        }
    }

    private final Counts counts;
    private final FairQueue<Job<?>> queue = new FairQueue<>();
    private final Admission admission = new Admission(SHARE);

    private final ThreadLocal<BlockPool> memory;

    /// How long a hash takes, on the average of the last ones.
    private volatile long usualNanos = Duration.ofMillis(50).toNanos();

    /// Gets one turn for each job in the queue; the queue decides whose turn it is.
    private final ThreadPoolExecutor turns = new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> THREADS.newThread(LowPriority.of(work)));

    /// @param memoryKib the memory that a thread keeps for its hashes
    HashThreads(int memoryKib, Counts counts) {
        this.counts = counts;
        this.memory = ThreadLocal.withInitial(() -> new FixedBlockPool(memoryKib));
        turns.allowCoreThreadTimeOut(true);
    }

    /// Runs work that includes a hash.
    ///
    /// @throws CognitoError at once, without running it, if too much such work is in progress
    <T> T admitted(Caller caller, Supplier<T> work) {
        if (!admission.enter(caller.network(), capacity())) {
            counts.hashesRefused().increment();
            throw CognitoError.tooManyRequests(RETRY_AFTER);
        }
        counts.hashes().increment();
        try {
            return work.get();
        } finally {
            counts.hashes().decrement();
            admission.leave(caller.network());
        }
    }

    /// Runs a hash when its turn comes, and returns its result. To be called from [#admitted] work.
    ///
    /// @throws CognitoError if the caller has given up
    <T> T run(Caller caller, Function<BlockPool, T> hash) {
        Job<T> job = new Job<>(caller, hash, new CompletableFuture<>());
        queue.add(caller.network(), job);
        turns.execute(this::takeTurn);
        try {
            return job.result.join();
        } catch (CancellationException _) {
            throw CognitoError.tooManyRequests(RETRY_AFTER);
        }
    }

    private void takeTurn() {
        Job<?> job = queue.take();
        if (job.caller.hasGivenUp()) {
            job.result.cancel(false);
            return;
        }
        long begun = System.nanoTime();
        job.run(memory.get());
        usualNanos = (7 * usualNanos + System.nanoTime() - begun) / 8;
    }

    private int capacity() {
        return Math.clamp(AT_ONCE * LONGEST_QUEUE.toNanos() / usualNanos, LEAST, MOST);
    }
}
