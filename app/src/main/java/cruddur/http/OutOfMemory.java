package cruddur.http;

import org.jspecify.annotations.Nullable;

/// Ends the process when memory runs out, so that its supervisor restarts it. A server that continued
/// would answer some requests and never others.
///
/// Java does this for its heap (`-XX:+ExitOnOutOfMemoryError`), but not for memory outside the heap,
/// which Netty and Java account for and throw the error themselves.
public final class OutOfMemory {

    private static final System.Logger LOG = System.getLogger(OutOfMemory.class.getName());

    /// The same as Java's.
    private static final int EXIT_CODE = 3;

    private OutOfMemory() {}

    /// Ends the process if this failure is an out-of-memory error.
    public static void exitIf(@Nullable Throwable failure) {
        if (isOutOfMemory(failure)) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Memory has run out: " + failure + ". The process ends, so that its supervisor starts it again.");
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    private static boolean isOutOfMemory(@Nullable Throwable failure) {
        return failure instanceof OutOfMemoryError || (failure != null && isOutOfMemory(failure.getCause()));
    }
}
