package cruddur.http;

import java.util.concurrent.atomic.AtomicInteger;

/// The requests of a client that were admitted in one window, here and on the servers that count together with
/// this one.
///
/// Thread-safe, except that one thread reports and learns.
final class Usage {

    /// What servers together admitted beyond the limit in earlier windows.
    private final int debt;

    private final AtomicInteger own = new AtomicInteger();
    private volatile int others;
    private int reported;

    Usage(int debt) {
        this.debt = debt;
        this.others = debt;
    }

    /// Counts a request if the limit is not reached. Two threads may both do this, so a client may get a
    /// request too many.
    boolean take(int limit) {
        boolean isBelow = own.get() + others < limit;
        if (isBelow) {
            own.incrementAndGet();
        }
        return isBelow;
    }

    /// What is left of the usage after some time, in which this many requests were allowed.
    int debtAfter(long allowed) {
        return (int) Math.max(0, own.get() + others - allowed);
    }

    /// Whether there is something to report, of a client that has sent this many requests at least.
    boolean isToReport(int least) {
        return own.get() >= least && own.get() > reported;
    }

    /// The requests that were admitted since the last report. They count as reported, even if the report is lost:
    /// then the other servers admit more, and this one does not take its own requests for theirs.
    int report() {
        int more = own.get() - reported;
        reported += more;
        return more;
    }

    /// @param total of all reports of this window
    void learn(long total) {
        others = debt + Math.clamp(total - reported, 0, Integer.MAX_VALUE / 4);
    }
}
