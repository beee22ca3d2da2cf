package cruddur.aws;

import java.security.SecureRandom;
import java.util.stream.Collectors;

/// The password of whoever may do everything in an instance.
public final class MasterPassword {

    private static final int SHORTEST = 8;
    private static final int LONGEST = 128;
    private static final int GENERATED = 32;

    /// None that a URL, a shell or a file of settings takes for something else.
    private static final String LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

    private MasterPassword() {}

    /// A new one that nobody can guess.
    public static String generated() {
        return new SecureRandom()
                .ints(GENERATED, 0, LETTERS.length())
                .mapToObj(LETTERS::substring)
                .map(rest -> rest.substring(0, 1))
                .collect(Collectors.joining());
    }

    /// The same, if RDS takes it, which would say so only after it was asked for all else.
    ///
    /// @throws IllegalArgumentException with the rule that it breaks
    public static String checked(String password) {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "A master password has 8 to 128 characters, and this one "
                            + password.length()
                            + ".");
        }
        if (!password.matches("[!-~ ]*")) {
            throw new IllegalArgumentException(
                    "A master password has printable ASCII characters only, and this one has another.");
        }
        if (password.matches(".*[/\"@ ].*")) {
            throw new IllegalArgumentException(
                    "A master password holds no / \" @ or space, and this one does.");
        }
        return password;
    }
}
