package attack;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/// Counts answers by their status; thread-safe.
record Answers(Map<Integer, Long> counts) {

    Answers() {
        this(new ConcurrentSkipListMap<>());
    }

    void add(int status) {
        counts.merge(status, 1L, Long::sum);
    }
}
