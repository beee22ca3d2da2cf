package attack;

import cruddur.localcognito.LocalPool;
import cruddur.operations.OperationException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;

/// The user pool of the attacked server.
final class Pool {

    private Pool() {}

    /// Signs a demo account in.
    static String token(Victim victim) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + victim.port() + "/cognito-idp/"))
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "AWSCognitoIdentityProviderService.InitiateAuth")
                .POST(BodyPublishers.ofString(signIn(victim.password()).encode()))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String answer = client.send(request, BodyHandlers.ofString()).body();
            return Optional.ofNullable(new JsonObject(answer).getJsonObject("AuthenticationResult"))
                    .orElseThrow(() -> new OperationException("Cannot sign in: the user pool answers " + answer))
                    .getString("AccessToken");
        } catch (IOException e) {
            throw new OperationException("Cannot sign in: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("Interrupted while signing in", e);
        }
    }

    private static JsonObject signIn(String password) {
        return JsonObject.of(
                "AuthFlow",
                "USER_PASSWORD_AUTH",
                "ClientId",
                LocalPool.CLIENT_ID,
                "AuthParameters",
                JsonObject.of("USERNAME", "ada@example.com", "PASSWORD", password));
    }
}
