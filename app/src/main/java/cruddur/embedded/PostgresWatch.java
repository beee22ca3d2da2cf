package cruddur.embedded;

import cruddur.operations.OperationException;
import cruddur.operations.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// Supervises a running PostgreSQL: restarts it after a crash, gives up after three crashes within a
/// minute, and limits the size of its log.
public final class PostgresWatch {

    private static final Duration INTERVAL = Duration.ofMillis(500);

    /// The number of crashes within a minute after which it is not restarted.
    private static final int MOST_CRASHES = 3;

    private static final Duration CRASHES_WITHIN = Duration.ofMinutes(1);

    private final EmbeddedPostgres postgres;
    private final Progress progress;
    private final Deque<Instant> crashes = new ArrayDeque<>();

    /// @param progress is notified of each crash and start
    public PostgresWatch(EmbeddedPostgres postgres, Progress progress) {
        this.postgres = postgres;
        this.progress = progress;
    }

    /// Begins, and returns. It ends when PostgreSQL is stopped.
    ///
    /// @param givenUp receives the reason, if PostgreSQL cannot be restarted
    public void begin(Consumer<OperationException> givenUp) {
        Thread.ofVirtual().name("postgresql-watch").start(() -> {
            try {
                watch();
            } catch (OperationException e) {
                if (!postgres.isStopped()) {
                    givenUp.accept(e);
                }
            }
        });
    }

    private void watch() {
        while (!postgres.isStopped()) {
            postgres.log().rotate();
            if (postgres.hasCrashed()) {
                countCrash();
                progress.step("PostgreSQL ended unexpectedly, its log is "
                        + postgres.log().file());
                postgres.restart(progress);
            }
            EmbeddedPostgres.pause(INTERVAL);
        }
    }

    private void countCrash() {
        Instant now = Instant.now();
        crashes.removeIf(crash -> crash.isBefore(now.minus(CRASHES_WITHIN)));
        crashes.add(now);
        if (crashes.size() >= MOST_CRASHES) {
            throw new OperationException("PostgreSQL crashed %d times within a minute. The end of its log, %s:\n%s"
                    .formatted(
                            MOST_CRASHES, postgres.log().file(), postgres.log().lastLines()));
        }
    }
}
