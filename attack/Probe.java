package attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Another client, which requests the feed at intervals, each time on a new connection.
record Probe(Victim victim) {

    private static final String ADDRESS = "127.0.0.3";
    private static final int INTERVAL = 25;
    private static final int WARM_UP = 100;

    /// @param p50 in milliseconds; a missing answer counts with the time that the probe waited for it
    record Latency(long p50, long p99, Map<Integer, Long> answers) {}

    void warmUp() {
        for (int i = 0; i < WARM_UP; i++) {
            ask();
        }
    }

    Latency latencyUntil(long end) {
        List<Long> times = new ArrayList<>();
        Answers answers = new Answers();
        while (System.nanoTime() < end) {
            long begun = System.nanoTime();
            answers.add(ask());
            times.add((System.nanoTime() - begun) / 1_000_000);
            Pause.milliseconds(INTERVAL);
        }
        times.sort(null);
        return new Latency(times.get(times.size() / 2), times.get((times.size() - 1) * 99 / 100), answers.counts());
    }

    private int ask() {
        return Client.at(ADDRESS, victim).get("/api/activities/home");
    }
}
