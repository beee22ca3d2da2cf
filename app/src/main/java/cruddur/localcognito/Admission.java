package cruddur.localcognito;

import cruddur.http.Network;
import java.util.HashMap;
import java.util.Map;

/// Limits how much work is in progress, in all and for each client.
///
/// Thread-safe.
final class Admission {

    private final int share;
    private final Map<Network, Integer> clients = new HashMap<>();
    private int all;

    /// @param share limit for one client
    Admission(int share) {
        this.share = share;
    }

    /// Returns whether one more of this client may begin. If so, [#leave] has to follow.
    ///
    /// @param capacity limit for all clients together
    synchronized boolean enter(Network client, int capacity) {
        int own = clients.getOrDefault(client, 0);
        if (all >= capacity || own >= share) {
            return false;
        }
        clients.put(client, own + 1);
        all++;
        return true;
    }

    synchronized void leave(Network client) {
        clients.computeIfPresent(client, (_, own) -> own > 1 ? own - 1 : null);
        all--;
    }
}
