package cruddur.lambda;

import cruddur.json.Json;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The log entry of one call: one line of JSON without personal data. For one thread only.
final class LogEntry {

    /// The known triggers of Cognito; any other text is not logged, because it could contain
    /// anything.
    private static final Pattern TRIGGER_SOURCE = Pattern.compile("[A-Za-z]{1,40}_[A-Za-z]{1,40}");

    private final String requestId;
    private final long begun = System.nanoTime();

    private String triggerSource = "";
    private String outcome = "failed";
    private boolean anotherHandle;
    private @Nullable ConfirmationException failure;

    private LogEntry(String requestId) {
        this.requestId = requestId;
    }

    static LogEntry begin(String requestId) {
        return new LogEntry(requestId);
    }

    void triggeredBy(String source) {
        triggerSource = TRIGGER_SOURCE.matcher(source).matches() ? source : "unknown";
    }

    /// @param withAnotherHandle whether the handle differs from the wanted one
    void saved(boolean withAnotherHandle) {
        outcome = "saved";
        anotherHandle = withAnotherHandle;
    }

    void ignored() {
        outcome = "ignored";
    }

    void failed(ConfirmationException reason) {
        failure = reason;
    }

    /// Writes the line to the server's log.
    void writeTo(System.Logger log) {
        log.log(outcome.equals("failed") ? Level.ERROR : Level.INFO, line().strip());
    }

    /// The line, with its line break.
    String line() {
        return Json.object(entry -> {
                    entry.writeStringField("request_id", requestId);
                    entry.writeStringField("outcome", outcome);
                    entry.writeStringField("trigger_source", triggerSource);
                    entry.writeNumberField("duration_ms", elapsedMillis());
                    if (anotherHandle) {
                        entry.writeBooleanField("another_handle", true);
                    }
                    if (failure != null) {
                        entry.writeStringField("reason", failure.getMessage());
                        entry.writeStringField("sqlstate", failure.sqlState().orElse(null));
                    }
                })
                + "\n";
    }

    private long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }
}
