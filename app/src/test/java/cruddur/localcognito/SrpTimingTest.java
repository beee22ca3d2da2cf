package cruddur.localcognito;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// The time of a sign-in by SRP does not show whether a name has an account. `-Dcruddur.srp.tries=1000` measures
/// more often.
@TestInstance(Lifecycle.PER_CLASS)
class SrpTimingTest {

    private static final int TRIES = Integer.getInteger("cruddur.srp.tries", 400);

    /// Of so many tries the quickest counts, because other programs make most of them slow on a busy machine.
    private static final int OF = 5;

    /// Fewer failures than lock a name.
    private static final int FAILURES = 4;

    /// Until Java has compiled the code.
    private static final int WARM_UP = 30;

    private static final String KNOWN = "known@example.com";
    private static final String UNKNOWN = "unknown@example.com";

    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());
    private final BuiltInPool pool = BuiltInPool.at(server.uri("/"));
    private final String a = SrpClient.random().a();

    SrpTimingTest() {
        pool.admit(KNOWN);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void a_challenge_takes_as_long_for_an_unknown_name() {
        takesAsLong(username -> nanosOf("InitiateAuth", beginning(username), "PASSWORD_VERIFIER"));
    }

    @Test
    void a_refusal_takes_as_long_for_an_unknown_name() {
        takesAsLong(username -> {
            JsonObject challenge =
                    pool.answer("InitiateAuth", beginning(username)).getJsonObject("ChallengeParameters");
            return nanosOf("RespondToAuthChallenge", wrongResponse(challenge), "Incorrect username or password.");
        });
    }

    private JsonObject beginning(String username) {
        return SrpClient.beginning(username, a);
    }

    private static JsonObject wrongResponse(JsonObject challenge) {
        return SrpClient.response(JsonObject.of(
                "USERNAME",
                challenge.getString("USER_ID_FOR_SRP"),
                "PASSWORD_CLAIM_SECRET_BLOCK",
                challenge.getString("SECRET_BLOCK"),
                "TIMESTAMP",
                SrpClient.timestamp(Instant.now()),
                "PASSWORD_CLAIM_SIGNATURE",
                "wrong+++"));
    }

    private long nanosOf(String operation, JsonObject input, String expected) {
        long before = System.nanoTime();
        HttpResponse<String> answer = pool.call(operation, input);
        long nanos = System.nanoTime() - before;
        assertThat(answer.body()).contains(expected);
        return nanos;
    }

    private void takesAsLong(ToLongFunction<String> nanosFor) {
        measure(WARM_UP, nanosFor);
        RankTest times = measure(TRIES, nanosFor);

        assertThat(times.isSignificant()).as(times::toString).isFalse();
    }

    /// In a random order, so that both suffer alike if the machine is busy for a while.
    private RankTest measure(int tries, ToLongFunction<String> nanosFor) {
        List<String> names = new ArrayList<>(Collections.nCopies(tries, KNOWN));
        names.addAll(Collections.nCopies(tries, UNKNOWN));
        Collections.shuffle(names);
        List<Long> known = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        for (String name : names) {
            if ((known.size() + unknown.size()) % FAILURES == 0) {
                forgetFailures();
            }
            (name.equals(KNOWN) ? known : unknown).add(nanosFor.applyAsLong(name));
        }
        return new RankTest(quickest(known), quickest(unknown));
    }

    private void forgetFailures() {
        server.sql().run("""
                with attempts as (delete from local_cognito.sign_ins)
                delete from local_cognito.budgets""");
    }

    private static List<Long> quickest(List<Long> times) {
        return IntStream.range(0, times.size() / OF)
                .mapToObj(i -> Collections.min(times.subList(i * OF, (i + 1) * OF)))
                .toList();
    }

    /// The test of Mann and Whitney: whether the values of one sample are larger than those of another. Single
    /// values that are very large count no more than others.
    private record RankTest(List<Long> first, List<Long> second) {

        /// Equal samples exceed it once in 150,000 tests.
        private static final double LIMIT = 4.5;

        boolean isSignificant() {
            return Math.abs(deviations()) > LIMIT;
        }

        /// How far the probability is from one half, in standard deviations.
        private double deviations() {
            double product = (double) first.size() * second.size();
            return (probability() - 0.5) / Math.sqrt((first.size() + second.size() + 1) / (12 * product));
        }

        /// Of a value of the second sample to be larger than one of the first.
        private double probability() {
            long larger = second.stream()
                    .mapToLong(value ->
                            first.stream().filter(other -> other < value).count())
                    .sum();
            return larger / ((double) first.size() * second.size());
        }

        private static long median(List<Long> values) {
            return values.stream().sorted().toList().get(values.size() / 2);
        }

        @Override
        public String toString() {
            return "medians of %d: %,d ns if the name is known, %,d ns if not; %.2f standard deviations"
                    .formatted(first.size(), median(first), median(second), deviations());
        }
    }
}
