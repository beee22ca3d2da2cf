package cruddur.administration;

/// What is known about a database that has no mark.
public enum Identity {
    /// It is the target's, as far as known.
    OF_TARGET,
    /// It was reached as dev, and `PROD_CONNECTION_URL` connects to it.
    PRODUCTION,
    /// It was reached as dev, and could not be compared with production's.
    UNKNOWN
}
