package attack;

import java.util.Optional;

/// One flood against one server, with a probe beside it.
record Trial(Victim victim, Optional<Flood> flood, int seconds) {

    private static final int SETTLING = 500;

    /// The token of a client. Signing in takes a while, so it comes before the flood.
    private String token() {
        return flood.filter(Flood::needsToken).map(_ -> Pool.token(victim)).orElse("");
    }

    Result result() {
        new Probe(victim).warmUp();
        Answers answers = new Answers();
        Probe.Latency latency;
        try (Crowd crowd = new Crowd(victim, token(), answers)) {
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            Thread flooding = Thread.ofPlatform().daemon().start(() -> flood.ifPresent(each -> each.pour(crowd, end)));
            Pause.milliseconds(SETTLING);
            latency = new Probe(victim).latencyUntil(end);
            flooding.interrupt();
        }
        Pause.milliseconds(1_000);
        return new Result(
                flood,
                latency,
                answers.counts(),
                victim.peakMemory(),
                victim.ranOutOfMemory(),
                victim.answers("/livez"));
    }
}
