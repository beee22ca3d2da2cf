package cruddur.operations;

/// An operation that could not begin, because the server it is for does not answer.
public final class UnreachableException extends OperationException {

    public UnreachableException(String message) {
        super(message);
    }

    public UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
