package cruddur.localcognito;

import cruddur.sql.Database;
import cruddur.sql.Query;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/// `ForgotPassword`, `ConfirmForgotPassword`.
final class Resetting {

    private static final Query RESET_PASSWORD = Query.load("local_cognito/reset_password");

    private final Database database;
    private final Passwords passwords;
    private final Codes codes;
    private final Confirmations confirmations;

    Resetting(Database database, Passwords passwords, Codes codes, Confirmations confirmations) {
        this.database = database;
        this.passwords = passwords;
        this.codes = codes;
        this.confirmations = confirmations;
    }

    Future<JsonObject> forgotPassword(Input input) {
        return codes.request(Codes.Purpose.RESET, input.username("Username"));
    }

    Future<JsonObject> confirmForgotPassword(Input input) {
        String username = input.username("Username");
        String code = input.text("ConfirmationCode");
        String password = input.text("Password");
        PasswordPolicy.require(password);
        return passwords
                .hash(password)
                .compose(
                        hash ->
                                database.change(
                                        RESET_PASSWORD
                                                .with("email", username)
                                                .with("code", code)
                                                .with("password_hash", hash)))
                .map(rows -> Outcome.personOf(rows, "LimitExceededException"))
                .compose(person -> confirmations.announce("ConfirmForgotPassword", person))
                .map(_ -> new JsonObject());
    }
}
