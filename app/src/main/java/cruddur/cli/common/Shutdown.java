package cruddur.cli.common;

import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;

/// Stops the started parts, the newest first, when this process ends: by Ctrl-C, by SIGTERM, or
/// because a later step failed.
public final class Shutdown {

    private final Deque<Runnable> stops = new ConcurrentLinkedDeque<>();
    private final CompletableFuture<Integer> end = new CompletableFuture<>();

    public Shutdown() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stops.forEach(Runnable::run), "shutdown"));
    }

    public void alsoStop(Runnable stop) {
        stops.addFirst(stop);
    }

    /// Ends the wait in [#await] with this exit code.
    public void end(int exitCode) {
        end.complete(exitCode);
    }

    /// Waits for the end; a signal ends the process with the signal's own exit code.
    public int await() {
        return end.join();
    }
}
