package cruddur.accounts;

import static cruddur.threads.OffLoop.await;

import cruddur.http.Attempts;
import cruddur.http.Clients;
import cruddur.http.Request;
import cruddur.userpool.CognitoClient;
import cruddur.userpool.EndUser;
import cruddur.userpool.Grant;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Supplier;

/// Calls the user pool for the client of a request. Waits, and so runs off the event loop.
record PoolAccess(CognitoClient cognito, Attempts attempts, Clients clients) {

    /// The pool, which counts what this client guesses.
    CognitoClient onBehalfOf(Request request) {
        HttpServerResponse response = request.http().response();
        return cognito.onBehalfOf(
                new EndUser(clients.of(request.http()).getHostAddress(), () -> response.closed() || response.ended()));
    }

    /// Tries what could be guessed.
    <T> T tried(Request request, Supplier<Future<T>> attempt) {
        return await(() -> attempts.tried(request, attempt, Refusals::isWrongGuess));
    }

    /// Signs in, which is counted if the password is wrong.
    Grant signIn(Request request, String email, String password) {
        return tried(request, () -> onBehalfOf(request).signIn(email, password));
    }
}
