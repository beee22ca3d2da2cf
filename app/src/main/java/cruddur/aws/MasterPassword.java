package cruddur.aws;

import java.security.SecureRandom;
import java.util.stream.Collectors;

/// The password of an instance's master user.
public final class MasterPassword {

    private static final int SHORTEST = 8;
    private static final int LONGEST = 128;
    private static final int GENERATED = 32;

    /// Characters that need no escaping in a URL, a shell or an `.env` file.
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

    private MasterPassword() {}

    /// A new random password.
    public static String generated() {
        return new SecureRandom()
                .ints(GENERATED, 0, LETTERS.length())
                .mapToObj(LETTERS::substring)
                .map(rest -> rest.substring(0, 1))
                .collect(Collectors.joining());
    }

    /// The same password, if RDS accepts it. RDS itself checks the password after everything else.
    ///
    /// @throws IllegalArgumentException with the rule that the password breaks
    public static String checked(String password) {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "A master password has 8 to 128 characters; this one has " + password.length() + ".");
        }
        if (!password.matches("[!-~ ]*")) {
            throw new IllegalArgumentException(
                    "A master password has only printable ASCII characters; this one has others.");
        }
        if (password.matches(".*[/\"@ ].*")) {
            throw new IllegalArgumentException("A master password cannot contain / \" @ or space.");
        }
        return password;
    }
}
