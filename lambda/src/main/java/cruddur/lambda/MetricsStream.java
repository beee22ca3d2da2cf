package cruddur.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import cruddur.json.Json;
import cruddur.lambda.MetricTable.Applied;
import cruddur.settings.Settings;
import cruddur.sql.LoginException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The handler for the stream of the DynamoDB table of the growth metrics. Lambda calls it with a batch of one
/// shard, and calls it again with the part of the batch that it reports as failed.
public final class MetricsStream implements RequestStreamHandler {

    private final MetricTable table;

    /// The constructor for Lambda, with the settings of [PostConfirmation].
    ///
    /// @throws IllegalArgumentException with a sentence for the operator, if a setting is missing
    ///   or unreadable
    public MetricsStream() {
        this(Connector.of(new Settings(System.getenv())));
        table.prepare();
    }

    MetricsStream(Connector database) {
        this.table = new MetricTable(new KeptConnection(database));
    }

    /// Writes the records, in one transaction. If one of them cannot be written, those before it are, and its number is
    /// the answer, from which Lambda goes on.
    ///
    /// @throws IOException if nothing is known to be written, so that Lambda sends the whole batch again
    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        List<MetricRecord> records = MetricRecord.read(in.readAllBytes());
        long begun = System.nanoTime();
        try {
            Applied applied = table.apply(records);
            context.getLogger().log(line(context, records.size(), applied, begun));
            out.write(answer(applied.failed()).getBytes(StandardCharsets.UTF_8));
        } catch (SQLException e) {
            // Without the cause, because PostgreSQL's messages may quote values.
            throw new IOException("The database cannot be written to: SQLSTATE " + e.getSQLState());
        } catch (LoginException e) {
            throw new IOException(e.getMessage());
        }
    }

    /// The answer that AWS documents for `ReportBatchItemFailures`: an empty list if all were written.
    private static String answer(Optional<MetricRecord> failed) {
        return Json.object(answer -> {
            answer.writeArrayFieldStart("batchItemFailures");
            if (failed.isPresent()) {
                answer.writeStartObject();
                answer.writeStringField("itemIdentifier", failed.get().sequenceNumber());
                answer.writeEndObject();
            }
            answer.writeEndArray();
        });
    }

    private static String line(Context context, int records, Applied applied, long begun) {
        return Json.object(entry -> {
                    entry.writeStringField("request_id", context.getAwsRequestId());
                    entry.writeNumberField("records", records);
                    entry.writeNumberField("written", applied.written());
                    entry.writeNumberField("duration_ms", (System.nanoTime() - begun) / 1_000_000);
                    if (applied.failed().isPresent()) {
                        entry.writeStringField(
                                "failed_record", applied.failed().get().sequenceNumber());
                        entry.writeStringField("sqlstate", applied.sqlState());
                    }
                })
                + "\n";
    }
}
