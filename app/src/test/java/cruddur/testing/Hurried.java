package cruddur.testing;

import java.time.Duration;

/// A test of what a server gives only some time for, in which a busy machine may not get so far.
public final class Hurried {

    private static final int ATTEMPTS = 5;

    /// What may fail, with any exception or error.
    public interface Test {
        void run() throws Exception;
    }

    private Hurried() {}

    /// Runs the test, and runs it again if it fails after this time. What fails sooner fails at once; what is
    /// broken fails each time.
    public static void within(Duration time, Test test) throws Exception {
        for (int i = 1; i < ATTEMPTS; i++) {
            long start = System.nanoTime();
            try {
                test.run();
                return;
            } catch (Exception | AssertionError e) {
                if (System.nanoTime() - start < time.toNanos()) {
                    throw e;
                }
            }
        }
        test.run();
    }
}
