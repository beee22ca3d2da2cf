package cruddur.lambda;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/// Events as Cognito sends them.
final class Confirmations {

    private Confirmations() {}

    /// The event of a person who has confirmed the address.
    static byte[] signUp(String sub, String name, String handle) {
        return event("PostConfirmation_ConfirmSignUp", attributes(sub, name, handle));
    }

    static JsonObject attributes(String sub, String name, String handle) {
        return new JsonObject()
                .put("sub", sub)
                .put("cognito:user_status", "CONFIRMED")
                .put("email_verified", "true")
                .put("name", name)
                .put("preferred_username", handle)
                .put("email", sub + "@example.com");
    }

    static byte[] event(String triggerSource, JsonObject attributes) {
        return new JsonObject()
                .put("version", "1")
                .put("region", "eu-central-1")
                .put("userPoolId", "eu-central-1_Example")
                .put("userName", attributes.getString("sub"))
                .put("callerContext", new JsonObject().put("awsSdkVersion", "aws-sdk-unknown"))
                .put("triggerSource", triggerSource)
                .put("request", new JsonObject().put("userAttributes", attributes))
                .put("response", new JsonObject())
                .encodePrettily()
                .getBytes(StandardCharsets.UTF_8);
    }
}
