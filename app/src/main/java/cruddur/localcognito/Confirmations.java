package cruddur.localcognito;

import cruddur.identity.UserPool;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/// Calls the trigger once somebody has shown that an address is theirs.
///
/// @param pool whose name the event carries
record Confirmations(UserPool pool, Trigger trigger) {

    /// Waits for the trigger, as Cognito does.
    ///
    /// @param source the operation that led to it
    Future<Void> announce(String source, Person person) {
        byte[] event = event(source, person).toBuffer().getBytes();
        return Elsewhere.call(
                () -> {
                    fire(event);
                    return null;
                });
    }

    @SuppressWarnings("CatchingUnchecked") // whatever fails in it, the account is confirmed
    private void fire(byte[] event) {
        try {
            trigger.fire(event);
        } catch (Exception _) {
            // The trigger logs why.
            throw new CognitoException(
                    "UserLambdaValidationException", "PostConfirmation failed with an error.");
        }
    }

    private JsonObject event(String source, Person person) {
        return JsonObject.of(
                "version",
                "1",
                "region",
                "local",
                "userPoolId",
                pool.id(),
                "userName",
                person.sub(),
                "callerContext",
                JsonObject.of(
                        "awsSdkVersion", "aws-sdk-unknown-unknown", "clientId", pool.clientId()),
                "triggerSource",
                "PostConfirmation_" + source,
                "request",
                JsonObject.of("userAttributes", attributes(person)),
                "response",
                new JsonObject());
    }

    private static JsonObject attributes(Person person) {
        return JsonObject.of(
                "sub",
                person.sub(),
                "cognito:user_status",
                "CONFIRMED",
                "email_verified",
                "true",
                "name",
                person.name(),
                "email",
                person.email(),
                "preferred_username",
                person.preferredUsername());
    }
}
