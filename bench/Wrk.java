package bench;

import cruddur.operations.OperationException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The server under load: wrk sends requests on connections that each wait for their answer.
///
/// @param server its address
/// @param requests a file of requests, in the format of `wrk.lua`
/// @param pause of each connection between an answer and its next request, in milliseconds on
///   average
record Wrk(URI server, Path requests, int connections, int pause) {

    private static final Pattern COUNTED = Pattern.compile("(?m)^counted (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)$");

    /// The counts of wrk.
    ///
    /// @param p50 in milliseconds
    /// @param p99 in milliseconds
    record Load(long requests, double perSecond, double p50, double p99) {

        /// Of two loads at the same time, with the latencies of the slower one.
        Load and(Load other) {
            return new Load(
                    requests + other.requests,
                    perSecond + other.perSecond,
                    Math.max(p50, other.p50),
                    Math.max(p99, other.p99));
        }
    }

    /// Runs wrk, and once more if a server that has just started answered nothing yet. Fails if any request was not
    /// answered with success.
    Load load(int seconds) {
        Load first = run(seconds);
        Load load = first.requests > 0 ? first : run(seconds);
        if (load.requests == 0) {
            throw new OperationException("No request of %s was answered.".formatted(requests.getFileName()));
        }
        return load;
    }

    private Load run(int seconds) {
        List<String> words = List.of(
                "wrk",
                "--threads=2",
                "--connections=" + connections,
                "--duration=" + seconds + "s",
                "--timeout=10s",
                "--latency",
                "--script=" + System.getProperty("cruddur.checkout") + "/bench/wrk.lua",
                server.toString());
        MatchResult counted =
                new Command(words, Map.of("REQUESTS", requests.toString(), "PAUSE", "" + pause), "").find(COUNTED);
        long sent = Long.parseLong(counted.group(1));
        refuseFailures(Long.parseLong(counted.group(5)), sent);
        return new Load(sent, sent * 1e6 / number(counted, 2), number(counted, 3) / 1e3, number(counted, 4) / 1e3);
    }

    private static double number(MatchResult counted, int group) {
        return Double.parseDouble(counted.group(group));
    }

    private void refuseFailures(long failures, long sent) {
        if (failures > 0) {
            throw new OperationException(
                    "Of %,d requests of %s, %,d failed, so no figure of this run is worth anything."
                            .formatted(sent, requests.getFileName(), failures));
        }
    }
}
