package cruddur.cli.common;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;

/// What has been started, and is stopped, the newest first, when this process ends: by Ctrl-C, by a
/// SIGTERM, or because a later step failed.
public final class Shutdown {

    private final Deque<Runnable> stops = new ConcurrentLinkedDeque<>();

    public Shutdown() {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> stops.forEach(Runnable::run), "shutdown"));
    }

    public void alsoStop(Runnable stop) {
        stops.addFirst(stop);
    }

    /// Waits for the end; a signal ends the process with the signal's own exit code.
    public int await() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.DONE;
    }
}
