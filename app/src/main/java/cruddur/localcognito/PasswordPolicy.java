package cruddur.localcognito;

import cruddur.userpool.DefaultPasswordPolicy;

/// The pool's password policy, which is Cognito's default.
final class PasswordPolicy {

    private PasswordPolicy() {}

    /// Fails with the first violation.
    static void require(String password) {
        DefaultPasswordPolicy.violation(password).ifPresent(PasswordPolicy::refuse);
    }

    private static void refuse(String violation) {
        throw new CognitoError("InvalidPasswordException", "Password did not conform with policy: " + violation);
    }
}
