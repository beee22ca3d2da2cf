package cruddur.aws;

/// Something that is not as it should be.
///
/// @param what it is instead, in a few words
/// @param mend the command that mends it, ready to run
public record Finding(Check check, String what, String mend) {}
