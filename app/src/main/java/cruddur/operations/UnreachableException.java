package cruddur.operations;

/// An operation that could not begin, because its server does not answer.
public final class UnreachableException extends OperationException {

    public UnreachableException(String message) {
        super(message);
    }

    public UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
