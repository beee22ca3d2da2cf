package cruddur.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import cruddur.sql.Login;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// What Cognito calls once it has confirmed somebody. One object serves any number of threads;
/// their statements run one after the other.
public final class PostConfirmation implements RequestStreamHandler {

    private final SignUps signUps;

    /// As Lambda makes it: `CONNECTION_URL` says where the database is, and
    /// `CONNECTION_SECRET_ARN`, if it is set, which secret of AWS Secrets Manager has the person
    /// and the password. Connects, and loads what every call needs, before anybody waits for it.
    ///
    /// @throws IllegalArgumentException with a sentence for the operator, if a setting is missing
    ///   or unreadable
    public PostConfirmation() {
        this(SignUps.of(System.getenv()));
        signUps.prepare();
        Event.read("{}".getBytes(StandardCharsets.UTF_8));
        LogEntry.begin("").line();
    }

    /// As a server makes it that runs the trigger itself.
    public PostConfirmation(Login database) {
        this(SignUps.by(database));
    }

    private PostConfirmation(SignUps signUps) {
        this.signUps = signUps;
    }

    /// Answers the event as it came, after what it asks for is done; logs one line.
    ///
    /// @throws ConfirmationException if it could not be done
    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        byte[] event = in.readAllBytes();
        LogEntry entry = LogEntry.begin(context.getAwsRequestId());
        try {
            confirm(event, entry);
        } finally {
            context.getLogger().log(entry.line());
        }
        out.write(event);
    }

    /// Does the same for a server, in the server's log. Blocks for 4.5 seconds at most, behind
    /// others for twice as long.
    ///
    /// @return the event as it came
    /// @throws ConfirmationException if it could not be done
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

    /// An event of another trigger means that the function is attached where it does not belong,
    /// which nobody would notice if it were passed over.
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
