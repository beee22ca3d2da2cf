package cruddur.localcognito;

/// Ends sessions that are kept outside the pool, when the pool ends all sessions of an account, or deletes it.
@FunctionalInterface
public interface SignOuts {

    /// Runs on a virtual thread, and may block.
    ///
    /// @param sub of the account
    void ended(String sub);
}
