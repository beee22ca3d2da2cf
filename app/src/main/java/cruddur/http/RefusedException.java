package cruddur.http;

/// Ends a request with a refusal as its reply.
public final class RefusedException extends RuntimeException {

    private final transient Reply reply;

    public RefusedException(Reply reply) {
        // No stack trace: a refusal is not a defect, and hostile requests must not cost one.
        super(reply.toString(), null, false, false);
        this.reply = reply;
    }

    public Reply reply() {
        return reply;
    }
}
