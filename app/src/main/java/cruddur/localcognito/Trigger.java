package cruddur.localcognito;

/// The work of Cognito's Lambda function.
@FunctionalInterface
public interface Trigger {

    /// Runs on a virtual thread, and may block. If it fails, it logs the reason.
    ///
    /// @param event the JSON that the function receives
    /// @throws Exception if it fails
    void fire(byte[] event) throws Exception;
}
