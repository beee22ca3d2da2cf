package cruddur.aws;

/// The user or role that the credentials belong to.
///
/// @param account its number, of twelve digits
/// @param arn of the user, or of the session of a role
public record Caller(String account, String arn) {

    /// The key of a tag has 128 characters; this leaves room for its prefix.
    private static final int LONGEST = 110;

    /// The name within the account, for example `user/ada` or `assumed-role/operators/ada`; of a long
    /// name, its last 110 characters.
    public String person() {
        String name = arn.substring(arn.lastIndexOf(':') + 1);
        return name.substring(Math.max(0, name.length() - LONGEST));
    }
}
