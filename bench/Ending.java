package bench;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/// The end of this process, for any reason: it stops everything that it started, the newest first.
final class Ending {

    private static final Deque<Runnable> STOPS = new ConcurrentLinkedDeque<>();

    private static volatile boolean begun;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Ending::stopAll, "ending"));
    }

    private Ending() {}

    static void alsoStop(Runnable stop) {
        STOPS.addFirst(stop);
        if (begun) {
            stop.run();
        }
    }

    /// Whether this process is ending, so that failures are expected.
    static boolean hasBegun() {
        return begun;
    }

    private static void stopAll() {
        begun = true;
        STOPS.forEach(Ending::stop);
    }

    /// One that fails does not keep the others running.
    private static void stop(Runnable stop) {
        try {
            stop.run();
        } catch (RuntimeException e) {
            System.err.println("Cruddur: cannot stop everything: " + e);
        }
    }
}
