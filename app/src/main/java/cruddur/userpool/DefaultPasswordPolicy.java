package cruddur.userpool;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Cognito's default password policy, which a pool's owner may change.
public final class DefaultPasswordPolicy {

    private static final int SHORTEST = 8;
    private static final int LONGEST = 256;

    private static final Pattern LOWER_CASE = Pattern.compile("[a-z]");
    private static final Pattern UPPER_CASE = Pattern.compile("[A-Z]");
    private static final Pattern DIGIT = Pattern.compile("[0-9]");

    /// A space counts, too, except at the beginning or the end.
    private static final Pattern SYMBOL =
            Pattern.compile("[\\^$*.\\[\\]{}()?\\-\"!@#%&/\\\\,><':;|_~`+=]|(?<=.) (?=.)");

    private DefaultPasswordPolicy() {}

    /// The first violation, in Cognito's words; empty if the password is allowed.
    public static Optional<String> violation(String password) {
        int length = password.codePointCount(0, password.length());
        return Stream.of(
                        unless(length >= SHORTEST, "Password not long enough"),
                        unless(length <= LONGEST, "Password too long"),
                        unless(has(LOWER_CASE, password), "Password must have lowercase characters"),
                        unless(has(UPPER_CASE, password), "Password must have uppercase characters"),
                        unless(has(DIGIT, password), "Password must have numeric characters"),
                        unless(has(SYMBOL, password), "Password must have symbol characters"))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> unless(boolean condition, String otherwise) {
        return condition ? Optional.empty() : Optional.of(otherwise);
    }

    private static boolean has(Pattern kind, String password) {
        return kind.matcher(password).find();
    }
}
