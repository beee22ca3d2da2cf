package cruddur.identity;

/// What the user pool refused, by the name that Amazon Cognito gives it.
public final class CognitoException extends RuntimeException {

    private final String type;

    /// @param type for example `CodeMismatchException`
    CognitoException(String type) {
        super("The user pool answers " + type, null, false, false);
        this.type = type;
    }

    public String type() {
        return type;
    }
}
