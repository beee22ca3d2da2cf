package attack;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The result of one flood.
///
/// @param probe the answers to another client during the flood
/// @param answers to the flood, by status; 0 is a connection without an answer
/// @param memory the server's maximum, in MiB
/// @param lives whether `/livez` answers a second later
record Result(
        Optional<Flood> flood,
        Probe.Latency probe,
        Map<Integer, Long> answers,
        long memory,
        boolean exhausted,
        boolean lives) {

    static final String HEADING = """
            | flood | probe p50 | p99 | probe's answers | answers to the flood | memory | out of memory | /livez after 1 s |
            |---|---:|---:|---|---|---:|---|---|\
            """;

    private static final int LONGEST = 250;
    private static final int MOST_MEMORY = 256;

    boolean isMet() {
        return probe.p99() <= LONGEST && memory <= MOST_MEMORY && !exhausted && lives;
    }

    String row() {
        return "| %s | %d ms | %d ms | %s | %s | %d MiB | %s | %s |"
                .formatted(
                        flood.map(Flood::what).orElse("none"),
                        probe.p50(),
                        probe.p99(),
                        byStatus(probe.answers()),
                        byStatus(answers),
                        memory,
                        exhausted ? "yes" : "no",
                        lives ? "yes" : "no");
    }

    private static String byStatus(Map<Integer, Long> answers) {
        return answers.entrySet().stream()
                .map(each -> each.getValue() + " × "
                        + (each.getKey() == 0 ? "none" : each.getKey().toString()))
                .collect(Collectors.joining(", "));
    }
}
