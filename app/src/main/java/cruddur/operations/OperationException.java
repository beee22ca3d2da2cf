package cruddur.operations;

/// A failed operation. The message is a sentence for the operator, without secrets.
public sealed class OperationException extends RuntimeException permits UnreachableException {

    public OperationException(String message) {
        super(message);
    }

    public OperationException(String message, Throwable cause) {
        super(message, cause);
    }
}
