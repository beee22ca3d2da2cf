package cruddur.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import cruddur.settings.Settings;
import cruddur.sql.Login;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// The handler that Cognito calls after it has confirmed a person. One object serves any number of
/// threads; their statements run one after the other.
public final class PostConfirmation implements RequestStreamHandler {

    private final SignUps signUps;

    /// The constructor for Lambda: `CONNECTION_URL` is the database, and `CONNECTION_SECRET_ARN`,
    /// if it is set, is the secret of AWS Secrets Manager with the user and the password. It
    /// connects, and loads what every call needs, before the first call.
    ///
    /// @throws IllegalArgumentException with a sentence for the operator, if a setting is missing
    ///   or unreadable
    public PostConfirmation() {
        this(SignUps.of(new Settings(System.getenv())));
        signUps.prepare();
        Event.read("{}".getBytes(StandardCharsets.UTF_8));
        LogEntry.begin("").line();
    }

    /// The constructor for a server that runs the trigger itself.
    public PostConfirmation(Login database) {
        this(SignUps.by(database));
    }

    private PostConfirmation(SignUps signUps) {
        this.signUps = signUps;
    }

    /// Creates the row, logs one line, and returns the event unchanged.
    ///
    /// @throws ConfirmationException if it fails
    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        byte[] event = in.readAllBytes();
        LogEntry entry = LogEntry.begin(context.getAwsRequestId());
        try {
            confirm(event, entry);
        } finally {
            context.getLogger().log(entry.line());
        }
        out.write(event);
    }

    /// The same for a server, with the server's log. Blocks for at most 4.5 seconds, or twice as
    /// long behind other calls.
    ///
    /// @return the event, unchanged
    /// @throws ConfirmationException if it fails
    public byte[] handle(byte[] event) {
        LogEntry entry = LogEntry.begin("in process");
        try {
            confirm(event, entry);
        } finally {
            entry.writeTo(System.getLogger(PostConfirmation.class.getName()));
        }
        return event;
    }

    private void confirm(byte[] bytes, LogEntry entry) {
        try {
            carryOut(Event.read(bytes), entry);
        } catch (ConfirmationException e) {
            entry.failed(e);
            throw e;
        }
    }

    /// An event of another trigger is an error: the function is attached to the wrong trigger,
    /// which would go unnoticed if the event were ignored.
    private void carryOut(Event event, LogEntry entry) {
        entry.triggeredBy(event.triggerSource());
        switch (event.triggerSource()) {
            case Event.SIGNED_UP -> entry.saved(event.differs(signUps.save(event)));
            case Event.CHANGED_PASSWORD -> entry.ignored();
            default ->
                throw new ConfirmationException(
                        "This function is for Cognito's post confirmation trigger, and was called by another");
        }
    }
}
