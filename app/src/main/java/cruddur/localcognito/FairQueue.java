package cruddur.localcognito;

import cruddur.http.Network;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

/// Jobs in a queue for each client, from which the clients take turns.
///
/// Thread-safe.
final class FairQueue<T> {

    /// The client whose turn it is comes first.
    private final Map<Network, Queue<T>> clients = new LinkedHashMap<>();

    synchronized void add(Network client, T job) {
        clients.computeIfAbsent(client, _ -> new ArrayDeque<>()).add(job);
    }

    /// The next job of the client that has waited for its turn the longest.
    ///
    /// @throws java.util.NoSuchElementException if there is none
    synchronized T take() {
        Map.Entry<Network, Queue<T>> turn = clients.entrySet().iterator().next();
        clients.remove(turn.getKey());
        T job = turn.getValue().remove();
        if (!turn.getValue().isEmpty()) {
            clients.put(turn.getKey(), turn.getValue());
        }
        return job;
    }
}
