package bench;

import cruddur.operations.OperationException;
import java.time.Duration;

/// A time in which the benchmark waits.
final class Pause {

    private Pause() {}

    static void of(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("Interrupted", e);
        }
    }
}
