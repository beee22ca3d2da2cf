package cruddur.http;

/// Whether a server is about to stop. Until it does, it answers requests as before, but ends each connection with the
/// next answer, so that the clients open others, which a load balancer passes to another server.
///
/// Thread-safe; the event loops of a server share one.
public final class Drain {

    private volatile boolean begun;

    public void begin() {
        begun = true;
    }

    public boolean hasBegun() {
        return begun;
    }
}
