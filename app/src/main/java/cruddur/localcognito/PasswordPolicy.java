package cruddur.localcognito;

import java.util.regex.Pattern;

/// What a password must have, as Cognito asks for it unless it is told otherwise.
final class PasswordPolicy {

    private static final int SHORTEST = 8;
    private static final int LONGEST = 256;

    private static final Pattern LOWER_CASE = Pattern.compile("[a-z]");
    private static final Pattern UPPER_CASE = Pattern.compile("[A-Z]");
    private static final Pattern DIGIT = Pattern.compile("[0-9]");

    /// A space counts, too, but not at the beginning or the end.
    private static final Pattern SYMBOL =
            Pattern.compile("[\\^$*.\\[\\]{}()?\\-\"!@#%&/\\\\,><':;|_~`+=]|(?<=.) (?=.)");

    private PasswordPolicy() {}

    /// Fails with what is missing first.
    static void require(String password) {
        int length = password.codePointCount(0, password.length());
        require(length >= SHORTEST, "Password not long enough");
        require(length <= LONGEST, "Password too long");
        require(has(LOWER_CASE, password), "Password must have lowercase characters");
        require(has(UPPER_CASE, password), "Password must have uppercase characters");
        require(has(DIGIT, password), "Password must have numeric characters");
        require(has(SYMBOL, password), "Password must have symbol characters");
    }

    private static boolean has(Pattern kind, String password) {
        return kind.matcher(password).find();
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new CognitoException(
                    "InvalidPasswordException",
                    "Password did not conform with policy: " + otherwise);
        }
    }
}
