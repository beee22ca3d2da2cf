package cruddur.lambda;

import cruddur.lambda.MetricSource.Change;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Reads one shard and calls a function, as AWS documents it for `ReportBatchItemFailures` and
/// `BisectBatchOnFunctionError`, and worse: it sends batches again that were done, goes back to much older records, and
/// loses answers.
///
/// An empty list of failures is a success. The lowest reported number is where it goes on; only records from it on
/// are sent again. An empty or unknown number, an answer that is none, and an error fail the whole batch, which is
/// sent again in two halves. A record that fails alone too often is given up.
final class EventSourceMapping {

    private static final int MOST_RECORDS = 8;
    private static final int MOST_ATTEMPTS = 4;

    /// Calls the function with an event.
    @FunctionalInterface
    interface Function {

        /// The answer; an exception is a function error.
        String call(byte[] event) throws Exception;
    }

    /// What happens to a call, besides the function's own failures.
    interface Weather {

        /// Before a call.
        void turn();
    }

    private final List<Change> shard;
    private final Random random;
    private final Function function;
    private final Weather weather;
    private final List<Change> givenUp = new ArrayList<>();
    private final List<String> reported = new ArrayList<>();
    private int at;
    private int size;
    private int attempts;

    EventSourceMapping(List<Change> shard, Random random, Function function, Weather weather) {
        this.shard = shard;
        this.random = random;
        this.function = function;
        this.weather = weather;
    }

    boolean isDone() {
        return at == shard.size();
    }

    /// The records that went to the on-failure destination.
    List<Change> givenUp() {
        return givenUp;
    }

    /// The sequence numbers that the function has reported.
    List<String> reported() {
        return reported;
    }

    /// Sends one batch.
    void step() {
        weather.turn();
        if (size == 0) {
            size = 1 + random.nextInt(MOST_RECORDS);
        }
        List<Change> batch = shard.subList(at, Math.min(at + size, shard.size()));
        goOn(batch, sent(batch));
        sometimesGoBack();
    }

    /// The index of the first record that failed; the size of the batch if none did.
    private int sent(List<Change> batch) {
        try {
            String answer = function.call(MetricSource.event(batch));
            if (random.nextInt(8) == 0) {
                // A crash after the commit, and before the answer.
                return 0;
            }
            if (random.nextInt(8) == 0) {
                // A duplicate.
                function.call(MetricSource.event(batch));
            }
            return failed(batch, answer);
        } catch (Exception _) {
            return 0;
        }
    }

    private int failed(List<Change> batch, String answer) {
        JsonArray failures = new JsonObject(answer).getJsonArray("batchItemFailures", new JsonArray());
        int first = batch.size();
        for (int i = 0; i < failures.size(); i++) {
            String number = failures.getJsonObject(i).getString("itemIdentifier", "");
            reported.add(number);
            int index = batch.stream().map(Change::sequence).toList().indexOf(number);
            first = Math.min(first, Math.max(index, 0));
        }
        return first;
    }

    private void goOn(List<Change> batch, int failed) {
        boolean isStuck = failed == 0;
        at += failed;
        attempts = isStuck ? attempts + 1 : 0;
        size = failed == batch.size() ? 0 : Math.max(1, isStuck ? batch.size() / 2 : batch.size() - failed);
        // An outage is waited for; what the function refuses is not.
        if (isStuck
                && batch.size() == 1
                && attempts > MOST_ATTEMPTS
                && batch.getFirst().isPoison()) {
            givenUp.add(batch.getFirst());
            at++;
            attempts = 0;
            size = 0;
        }
    }

    /// As a new mapping does, or one whose position was lost: up to all records of the last 24 hours come again.
    private void sometimesGoBack() {
        if (random.nextInt(12) == 0) {
            at = random.nextInt(at + 1);
            size = 0;
        }
    }
}
