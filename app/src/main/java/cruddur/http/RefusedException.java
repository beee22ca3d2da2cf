package cruddur.http;

/// Ends a request with a reply that is a refusal, from wherever it is noticed.
public final class RefusedException extends RuntimeException {

    private final transient Reply reply;

    public RefusedException(Reply reply) {
        // No stack trace: this is an answer, not a defect, and hostile requests must not cost one.
        super(reply.toString(), null, false, false);
        this.reply = reply;
    }

    public Reply reply() {
        return reply;
    }
}
