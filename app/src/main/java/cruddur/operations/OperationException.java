package cruddur.operations;

/// An operation that did not succeed. The message is a sentence for the operator, and holds no
/// secret.
public sealed class OperationException extends RuntimeException permits UnreachableException {

    public OperationException(String message) {
        super(message);
    }

    public OperationException(String message, Throwable cause) {
        super(message, cause);
    }
}
