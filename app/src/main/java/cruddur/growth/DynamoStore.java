package cruddur.growth;

import cruddur.json.Json;
import cruddur.threads.OffLoop;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/// The DynamoDB table, by signed HTTP. An item is a counter; each write adds an amount to `value` and one to
/// `version`, so that every image in the table's stream is absolute.
///
/// The item keeps the number of the last batch of each writer. A batch whose answer was lost fails the condition
/// when it is sent again, which shows that it was added. An item is about one day, so it has as many of these
/// numbers as servers ran on that day.
record DynamoStore(MetricsTable table) implements MetricStore {

    /// For connecting and for the answer, each.
    private static final int WAIT_MILLIS = 1_000;

    /// The answer to a batch that was added before.
    private static final String ADDED_BEFORE = "ConditionalCheckFailedException";

    private static final String UPDATE = "SET #writer = :sequence ADD #value :amount, #version :one";

    private static final String UNLESS_ADDED = "attribute_not_exists(#writer) OR #writer < :sequence";

    @Override
    public Future<Void> add(Batch batch) {
        Callable<Void> work = () -> {
            addAll(batch);
            return null;
        };
        return OffLoop.call(work);
    }

    /// Blocks. If one counter fails, the others may be written or not; all are safe to write again.
    private void addAll(Batch batch) throws IOException {
        for (Map.Entry<Counter, Long> counted : batch.amounts().entrySet()) {
            add(batch, counted.getKey(), counted.getValue());
        }
    }

    private void add(Batch batch, Counter counter, long amount) throws IOException {
        byte[] body = body(batch, counter, amount).getBytes(StandardCharsets.UTF_8);
        HttpURLConnection call = open();
        headers(body).forEach(call::setRequestProperty);
        try (OutputStream out = call.getOutputStream()) {
            out.write(body);
        }
        if (call.getResponseCode() == 200) {
            drain(call.getInputStream());
        } else {
            requireAddedBefore(call);
        }
    }

    private HttpURLConnection open() throws IOException {
        HttpURLConnection call =
                (HttpURLConnection) table.endpoint().resolve("/").toURL().openConnection();
        call.setConnectTimeout(WAIT_MILLIS);
        call.setReadTimeout(WAIT_MILLIS);
        call.setInstanceFollowRedirects(false);
        call.setRequestMethod("POST");
        call.setDoOutput(true);
        return call;
    }

    private Map<String, String> headers(byte[] body) throws IOException {
        TreeMap<String, String> headers = new TreeMap<>();
        headers.put("content-type", "application/x-amz-json-1.0");
        headers.put("host", table.endpoint().getAuthority());
        headers.put("x-amz-target", "DynamoDB_20120810.UpdateItem");
        return table.signers().of(table.region(), "dynamodb").signed("POST", "/", headers, body, Instant.now());
    }

    private String body(Batch batch, Counter counter, long amount) {
        return Json.object(request -> {
            request.writeStringField("TableName", table.name());
            request.writeObjectFieldStart("Key");
            write(request, "metric", "S", counter.metric().key());
            write(request, "day", "S", counter.day().toString());
            request.writeEndObject();
            request.writeStringField("UpdateExpression", UPDATE);
            request.writeStringField("ConditionExpression", UNLESS_ADDED);
            request.writeObjectFieldStart("ExpressionAttributeNames");
            request.writeStringField("#value", "value");
            request.writeStringField("#version", "version");
            request.writeStringField("#writer", "writer_" + batch.writer());
            request.writeEndObject();
            request.writeObjectFieldStart("ExpressionAttributeValues");
            write(request, ":amount", "N", Long.toString(amount));
            write(request, ":one", "N", "1");
            write(request, ":sequence", "N", Long.toString(batch.sequence()));
            request.writeEndObject();
        });
    }

    private static void write(com.fasterxml.jackson.core.JsonGenerator request, String name, String type, String value)
            throws IOException {
        request.writeObjectFieldStart(name);
        request.writeStringField(type, value);
        request.writeEndObject();
    }

    private static void drain(InputStream in) throws IOException {
        try (in) {
            in.readAllBytes();
        }
    }

    /// @throws IOException with AWS's name of the error, if it is another
    private static void requireAddedBefore(HttpURLConnection call) throws IOException {
        try (InputStream in = call.getErrorStream()) {
            String type = in == null ? "" : Json.strings(in.readAllBytes()).getOrDefault("/__type", "");
            if (!type.endsWith(ADDED_BEFORE)) {
                throw new IOException("DynamoDB answers with " + call.getResponseCode() + " " + type);
            }
        }
    }
}
