package cruddur.sql;

/// The user and the current password for a database. A [ConnectionUrl] with its own password never
/// changes.
public interface Login {

    /// The URL of the database; its password may be missing or outdated.
    ConnectionUrl address();

    /// The URL to connect to now, with user and password. May block for AWS, for two seconds at
    /// most. Any thread may call it.
    ///
    /// @throws LoginException if no password can be fetched
    ConnectionUrl current() throws LoginException;

    /// Fetches another password after PostgreSQL has refused one. May block like [#current].
    ///
    /// @param refused the earlier result of [#current]
    /// @return whether there is another password now, so that another attempt makes sense
    /// @throws LoginException if no password can be fetched
    boolean isRenewedAfter(ConnectionUrl refused) throws LoginException;

    /// The login of another user with the same password, or with a token of its own.
    Login as(String user);
}
