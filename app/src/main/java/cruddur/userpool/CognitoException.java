package cruddur.userpool;

/// A refusal of the user pool, by Amazon Cognito's name.
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
