package cruddur.localcognito;

import cruddur.userpool.UserPool;
import io.vertx.core.json.JsonObject;

/// Calls the trigger once a person has confirmed an address.
///
/// @param pool whose id is in the event
record Confirmations(UserPool pool, Trigger trigger) {

    /// Blocks until the trigger has run, as Cognito does.
    ///
    /// @param source the operation that caused the event
    @SuppressWarnings("CatchingUnchecked") // after any failure, the account stays confirmed
    void announce(String source, PoolAccount account) {
        try {
            trigger.fire(event(source, account).toBuffer().getBytes());
        } catch (Exception _) {
            // The trigger logs the reason.
            throw new CognitoError("UserLambdaValidationException", "PostConfirmation failed with an error.");
        }
    }

    private JsonObject event(String source, PoolAccount account) {
        return JsonObject.of(
                "version",
                "1",
                "region",
                "local",
                "userPoolId",
                pool.id(),
                "userName",
                account.sub(),
                "callerContext",
                JsonObject.of("awsSdkVersion", "aws-sdk-unknown-unknown", "clientId", pool.clientId()),
                "triggerSource",
                "PostConfirmation_" + source,
                "request",
                JsonObject.of("userAttributes", attributes(account)),
                "response",
                new JsonObject());
    }

    private static JsonObject attributes(PoolAccount account) {
        return JsonObject.of(
                "sub",
                account.sub(),
                "cognito:user_status",
                "CONFIRMED",
                "email_verified",
                "true",
                "name",
                account.name(),
                "email",
                account.email(),
                "preferred_username",
                account.preferredUsername());
    }
}
