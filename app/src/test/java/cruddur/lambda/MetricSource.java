package cruddur.lambda;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A DynamoDB table of counters with a stream of two shards: all changes of an item are in one shard, in their order.
final class MetricSource {

    static final int SHARDS = 2;

    /// A metric on a day.
    record CounterKey(String metric, String day) implements Comparable<CounterKey> {

        @Override
        public int compareTo(CounterKey other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return metric + " " + day;
        }
    }

    record State(long value, long version) {}

    /// @param sequence unlike those of other shards, and rising within one
    record Change(CounterKey key, State state, String sequence, boolean isPoison) {}

    private final Map<CounterKey, State> items = new TreeMap<>();
    private final List<List<Change>> shards = List.of(new ArrayList<>(), new ArrayList<>());
    private long sequence = 100_000_000_000_000L;

    /// `UpdateItem` with `ADD` on the value and the version.
    void add(CounterKey key, long amount) {
        State before = items.getOrDefault(key, new State(0, 0));
        State after = new State(before.value() + amount, before.version() + 1);
        items.put(key, after);
        append(key, after, false);
    }

    /// A change that no table accepts.
    void addPoison(CounterKey key) {
        append(key, new State(-1, 1), true);
    }

    private void append(CounterKey key, State state, boolean isPoison) {
        shard(Math.floorMod(key.metric().hashCode(), SHARDS))
                .add(new Change(key, state, Long.toString(sequence++), isPoison));
    }

    List<Change> shard(int shard) {
        return shards.get(shard);
    }

    /// What PostgreSQL should have: a line for each counter.
    List<String> lines() {
        return items.entrySet().stream()
                .map(item -> item.getKey() + " " + item.getValue().value() + " "
                        + item.getValue().version())
                .toList();
    }

    /// An event as Lambda sends it.
    static byte[] event(List<Change> changes) {
        JsonArray records = new JsonArray();
        changes.forEach(change -> records.add(record(change)));
        return new JsonObject().put("Records", records).encode().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject record(Change change) {
        JsonObject key = new JsonObject()
                .put("metric", text(change.key().metric()))
                .put("day", text(change.key().day()));
        JsonObject image = key.copy()
                .put("value", number(change.state().value()))
                .put("version", number(change.state().version()))
                .put("writer_5eed", number(change.state().version()));
        return new JsonObject()
                .put("eventID", "e" + change.sequence())
                .put("eventName", change.state().version() == 1 ? "INSERT" : "MODIFY")
                .put("eventVersion", "1.1")
                .put("eventSource", "aws:dynamodb")
                .put("awsRegion", "ca-central-1")
                .put(
                        "dynamodb",
                        new JsonObject()
                                .put("ApproximateCreationDateTime", 1_795_000_000)
                                .put("Keys", key)
                                .put("NewImage", image)
                                .put("SequenceNumber", change.sequence())
                                .put("SizeBytes", 59)
                                .put("StreamViewType", "NEW_IMAGE"))
                .put("eventSourceARN", "arn:aws:dynamodb:ca-central-1:123456789012:table/cruddur-metrics/stream/x");
    }

    private static JsonObject text(String value) {
        return new JsonObject().put("S", value);
    }

    private static JsonObject number(long value) {
        return new JsonObject().put("N", Long.toString(value));
    }
}
