package cruddur.aws;

/// A difference from a recommended setting.
///
/// @param what the actual setting, in a few words
/// @param fix the command that fixes it, ready to run
public record Finding(Check check, String what, String fix) {}
