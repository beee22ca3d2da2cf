package cruddur.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// An amount that all clients of a server share. A client may hold an eighth of what the others
/// leave. So one client never has more than an eighth, and a new client always gets something.
///
/// Thread-safe; the event loops of a server share one.
public final class Budget {

    private static final int SHARES = 8;

    private final long capacity;
    private final Map<Network, Long> held = new HashMap<>();
    private long used;
    private long refused;

    Budget(long capacity) {
        this.capacity = capacity;
    }

    /// Takes all of an amount, or nothing.
    ///
    /// @param client empty for a trusted proxy and for this machine, which may take the whole rest
    /// @return whether the amount was taken
    synchronized boolean take(Optional<Network> client, long amount) {
        long mine = client.map(this::heldBy).orElse(0L);
        long left = capacity - used;
        boolean fits = client.isPresent() ? mine + amount <= (left + mine) / SHARES : amount <= left;
        if (fits) {
            add(client, amount);
        } else {
            refused++;
        }
        return fits;
    }

    synchronized void giveBack(Optional<Network> client, long amount) {
        add(client, -amount);
    }

    private void add(Optional<Network> client, long amount) {
        used += amount;
        client.ifPresent(network -> held.merge(network, amount, Budget::sumUnlessNone));
    }

    /// Returning null removes the entry from the map.
    @SuppressWarnings("NullAway")
    private static Long sumUnlessNone(long before, long more) {
        return before + more == 0 ? null : before + more;
    }

    private long heldBy(Network client) {
        return held.getOrDefault(client, 0L);
    }

    public long capacity() {
        return capacity;
    }

    public synchronized long used() {
        return used;
    }

    /// The number of refusals since the start.
    public synchronized long refused() {
        return refused;
    }
}
