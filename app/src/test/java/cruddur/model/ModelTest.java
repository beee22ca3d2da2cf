package cruddur.model;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Random sequences of actions. After each step, everything that people can see is compared with a
/// [World] in memory. The system property `cruddur.sequences` sets their number; the long run is
/// `bin/test -Dcruddur.sequences=500 -Dtest=ModelTest`. `cruddur.seed` repeats one sequence.
@TestInstance(Lifecycle.PER_CLASS)
class ModelTest {

    private static final int SEQUENCES = Integer.getInteger("cruddur.sequences", 20);
    private static final int LENGTH = 40;

    /// Each run has another seed, so that it tries new sequences.
    private static final @Nullable Long SEED = Long.getLong("cruddur.seed");

    /// The number of attempts to shorten a failing sequence.
    private static final int ATTEMPTS = 300;

    private final TestServer server = TestServer.on(Cluster.NEWEST.empty());

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void every_answer_matches_the_model_after_every_step() {
        Step.PEOPLE.forEach(server.sql()::person);
        if (SEED == null) {
            long first = System.currentTimeMillis();
            for (long seed = first; seed < first + SEQUENCES; seed++) {
                run(seed);
            }
        } else {
            run(SEED);
        }
    }

    private void run(long seed) {
        List<Step> steps = Step.sequence(seed, LENGTH);
        failure(steps).ifPresent(_ -> report(seed, shortest(steps)));
    }

    private void report(long seed, List<Step> steps) {
        throw new AssertionError("-Dcruddur.seed=%d fails; so do these %d steps:%n%s%n%s"
                .formatted(
                        seed,
                        steps.size(),
                        steps.stream().map(Step::toString).collect(Collectors.joining("\n")),
                        failure(steps).map(Throwable::getMessage).orElse("not always")));
    }

    /// Removes the steps that the failure does not need: first many at once, then one by one.
    private List<Step> shortest(List<Step> failing) {
        List<Step> steps = failing;
        int attempts = 0;
        for (int size = steps.size() / 2; size > 0; size /= 2) {
            for (int at = 0; at < steps.size() && attempts++ < ATTEMPTS; ) {
                List<Step> fewer = without(steps, at, size);
                if (failure(fewer).isPresent()) {
                    steps = fewer;
                } else {
                    at += size;
                }
            }
        }
        return steps;
    }

    private static List<Step> without(List<Step> steps, int from, int size) {
        List<Step> fewer = new ArrayList<>(steps);
        fewer.subList(from, Math.min(steps.size(), from + size)).clear();
        return fewer;
    }

    private Optional<Throwable> failure(List<Step> steps) {
        server.sql().run("truncate activities, message_groups, blocks cascade");
        try {
            Replay replay = new Replay(server, new Api(server));
            steps.forEach(replay::take);
            replay.recount();
            return Optional.empty();
        } catch (AssertionError | RuntimeException failed) {
            return Optional.of(failed);
        }
    }
}
