package cruddur.localcognito;

/// What Cognito would have a Lambda function do.
@FunctionalInterface
public interface Trigger {

    /// Runs on a virtual thread, and may block. Logs why, if it fails.
    ///
    /// @param event the JSON that the function is called with
    /// @throws Exception if it failed
    void fire(byte[] event) throws Exception;
}
