package bench;

import cruddur.operations.OperationException;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The server under load: wrk sends one request over and over, on 64 connections that each wait for
/// their answer.
///
/// @param request its method, body and authorization, as `wrk.lua` reads them
record Wrk(URI url, Map<String, String> request) {

    static final int CONNECTIONS = 64;

    private static final Pattern COUNTED =
            Pattern.compile("(?m)^counted (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)$");

    /// What it counted.
    ///
    /// @param p50 in milliseconds
    /// @param p99 in milliseconds
    record Load(long requests, double perSecond, double p50, double p99) {}

    static Wrk get(URI url) {
        return new Wrk(url, Map.of("METHOD", "GET"));
    }

    static Wrk post(URI url, String token, String body) {
        return new Wrk(
                url, Map.of("METHOD", "POST", "BODY", body, "AUTHORIZATION", "Bearer " + token));
    }

    /// Runs it; fails if there is a single request that was not answered with success.
    Load load(int seconds) {
        List<String> words =
                List.of(
                        "wrk",
                        "--threads=2",
                        "--connections=" + CONNECTIONS,
                        "--duration=" + seconds + "s",
                        "--timeout=10s",
                        "--latency",
                        "--script=" + System.getProperty("cruddur.checkout") + "/bench/wrk.lua",
                        url.toString());
        MatchResult counted = new Command(words, request, "").find(COUNTED);
        long requests = Long.parseLong(counted.group(1));
        refuseFailures(Long.parseLong(counted.group(5)), requests);
        return new Load(
                requests,
                requests * 1e6 / number(counted, 2),
                number(counted, 3) / 1e3,
                number(counted, 4) / 1e3);
    }

    private static double number(MatchResult counted, int group) {
        return Double.parseDouble(counted.group(group));
    }

    private void refuseFailures(long failures, long requests) {
        if (failures > 0 || requests == 0) {
            throw new OperationException(
                    "Of %,d requests %s %s, %,d failed, so no figure of this run is worth anything."
                            .formatted(requests, request.get("METHOD"), url, failures));
        }
    }
}
