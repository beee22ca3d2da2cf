package cruddur.aws;

/// The purpose of an instance, which decides the defaults of its settings.
public enum Profile {
    /// For learning and trying: costs nothing in an account's first year.
    FREE_TIER,
    /// For real use: survives the loss of a zone or a machine, and most mistakes.
    PRODUCTION
}
