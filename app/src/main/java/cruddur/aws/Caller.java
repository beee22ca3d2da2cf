package cruddur.aws;

/// Whose the credentials are.
///
/// @param account its number, of twelve digits
/// @param arn of the user, or of the session of a role
public record Caller(String account, String arn) {

    /// Leaves room for what stands before it in the key of a tag, which has 128 characters.
    private static final int LONGEST = 110;

    /// Their name within the account, for example `user/ada` or `assumed-role/operators/ada`, from
    /// the end if it is long.
    public String person() {
        String name = arn.substring(arn.lastIndexOf(':') + 1);
        return name.substring(Math.max(0, name.length() - LONGEST));
    }
}
