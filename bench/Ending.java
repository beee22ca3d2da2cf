package bench;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/// The end of this process, however it comes about: what was started is stopped, the newest first.
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

    /// Whether what fails now fails because it is being stopped.
    static boolean hasBegun() {
        return begun;
    }

    private static void stopAll() {
        begun = true;
        STOPS.forEach(Runnable::run);
    }
}
