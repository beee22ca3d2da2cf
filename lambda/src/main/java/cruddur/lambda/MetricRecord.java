package cruddur.lambda;

import cruddur.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A record of the stream of the DynamoDB table: the state of a counter after one change.
///
/// @param sequenceNumber by which Lambda knows the record
/// @param image the state after the change; empty if the item was removed
record MetricRecord(String sequenceNumber, Optional<Image> image) {

    /// The attributes of a counter as text, which PostgreSQL parses. It refuses an item that lacks one.
    record Image(
            @Nullable String metric,
            @Nullable String day,
            @Nullable String value,
            @Nullable String version) {}

    /// The records of an event, in their order.
    ///
    /// @throws IOException if the event is not JSON, or a record has no number by which it could be reported
    static List<MetricRecord> read(byte[] event) throws IOException {
        Map<String, String> strings = Json.strings(event);
        List<MetricRecord> records = new ArrayList<>();
        while (strings.containsKey(at(records.size(), "/eventName"))) {
            records.add(of(strings, records.size()));
        }
        if (records.isEmpty()) {
            throw new IOException("The event has no records. It must be one of the stream of a DynamoDB table.");
        }
        return records;
    }

    private static String at(int record, String field) {
        return "/Records/" + record + field;
    }

    private static MetricRecord of(Map<String, String> strings, int record) throws IOException {
        String number = strings.get(at(record, "/dynamodb/SequenceNumber"));
        if (number == null || number.isEmpty()) {
            throw new IOException("Record " + record + " has no SequenceNumber.");
        }
        return new MetricRecord(
                number,
                "REMOVE".equals(strings.get(at(record, "/eventName")))
                        ? Optional.empty()
                        : Optional.of(image(strings, at(record, "/dynamodb/NewImage"))));
    }

    private static Image image(Map<String, String> strings, String image) {
        return new Image(
                strings.get(image + "/metric/S"),
                strings.get(image + "/day/S"),
                strings.get(image + "/value/N"),
                strings.get(image + "/version/N"));
    }
}
