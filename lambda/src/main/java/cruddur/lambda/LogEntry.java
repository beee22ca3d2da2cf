package cruddur.lambda;

import cruddur.json.Json;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// What the log keeps of one call: one line of JSON without anything of the person's. Belongs to
/// one thread.
final class LogEntry {

    /// What Cognito calls its triggers; whatever else stands there might be anything.
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

    /// @param withAnotherHandle than the person wanted
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

    /// Writes the line where a server logs.
    void writeTo(System.Logger log) {
        log.log(outcome.equals("failed") ? Level.ERROR : Level.INFO, line().strip());
    }

    /// The line, with its end.
    String line() {
        return Json.object(
                        entry -> {
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
