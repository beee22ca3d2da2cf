package cruddur.aws;

/// What an instance is for, which decides all that is not said otherwise.
public enum Profile {
    /// To learn and to try: costs nothing in an account's first year.
    FREE_TIER,
    /// For people's cruds: survives the loss of a zone, of a machine, and most mistakes.
    PRODUCTION
}
