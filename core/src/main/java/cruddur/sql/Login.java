package cruddur.sql;

/// Who connects to a database, and with which password at the moment. A [ConnectionUrl] with a
/// password of its own is one that never changes.
public interface Login {

    /// Where the database is, whoever connects.
    ConnectionUrl address();

    /// The address to connect to now, with person and password. May wait for AWS, for two seconds
    /// at most, and be called from any thread.
    ///
    /// @throws LoginException if there is no password to be had
    ConnectionUrl current() throws LoginException;

    /// Looks for another password after PostgreSQL has refused one. May wait as [#current] does.
    ///
    /// @param refused what [#current] answered before
    /// @return whether there is another now, so that connecting is worth another try
    /// @throws LoginException if there is no password to be had
    boolean isRenewedAfter(ConnectionUrl refused) throws LoginException;
}
