package cruddur.localcognito;

import cruddur.database.BlockingDatabase;
import cruddur.sql.Query;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.security.SecureRandom;

/// Generates codes, mails them, and checks them.
///
/// @param courier is notified of new mail
record Codes(BlockingDatabase database, Courier courier) {

    private static final Query REQUEST_CODE = Query.load("local_cognito/request_code");
    private static final Query TRY_CODE = Query.load("local_cognito/try_code");

    private static final SecureRandom RANDOM = new SecureRandom();

    /// What a code is for.
    enum Purpose {
        SIGN_UP("sign_up", "TooManyFailedAttemptsException"),
        RESET("reset", "LimitExceededException");

        private final String name;
        private final String exhausted;

        Purpose(String name, String exhausted) {
            this.name = name;
            this.exhausted = exhausted;
        }
    }

    static String random() {
        return "%06d".formatted(RANDOM.nextInt(1_000_000));
    }

    /// Too long to guess: 10^12 codes, and five tries an hour for each client.
    private static String longer() {
        return "%012d".formatted(RANDOM.nextLong(1_000_000_000_000L));
    }

    /// Mails a code to the owner of this name. The answer does not reveal whether the account exists.
    JsonObject request(Purpose purpose, Caller caller, String username) {
        Row row = database.change(REQUEST_CODE
                        .with("email", username)
                        .with("purpose", purpose.name)
                        .with("client", caller.client())
                        .with("code", random()))
                .iterator()
                .next();
        if (!row.getBoolean("may_ask")) {
            throw new CognitoError("LimitExceededException", "Attempt limit exceeded, please try after some time.");
        }
        courier.wake();
        return deliveryDetails(username);
    }

    /// Sends the mail that a statement has queued.
    void mail() {
        courier.wake();
    }

    /// Fails unless this is the code. The caller's next statement has to consume it.
    void require(Purpose purpose, Caller caller, String username, String code) {
        Row row = database.change(TRY_CODE.with("email", username)
                        .with("purpose", purpose.name)
                        .with("client", caller.client())
                        .with("code", code)
                        .with("longer_code", longer()))
                .iterator()
                .next();
        courier.wake();
        require(row.getString("outcome"), purpose);
    }

    private static void require(String outcome, Purpose purpose) {
        switch (outcome) {
            case "right" -> {}
            case "wrong" ->
                throw new CognitoError(
                        "CodeMismatchException", "Invalid verification code provided, please try again.");
            case "exhausted" ->
                throw new CognitoError(purpose.exhausted, "Attempt limit exceeded, please try after some time.");
            case "confirmed" ->
                throw CognitoError.notAuthorized("User cannot be confirmed. Current status is CONFIRMED");
            default -> throw expired();
        }
    }

    static CognitoError expired() {
        return new CognitoError("ExpiredCodeException", "Invalid code provided, please request a code again.");
    }

    static JsonObject deliveryDetails(String address) {
        return JsonObject.of(
                "CodeDeliveryDetails",
                JsonObject.of("AttributeName", "email", "DeliveryMedium", "EMAIL", "Destination", masked(address)));
    }

    /// The address as Cognito shows it to every client: `a***@e***`.
    private static String masked(String address) {
        int at = address.lastIndexOf('@');
        return at < 0
                ? initial(address) + "***"
                : initial(address) + "***@" + initial(address.substring(at + 1)) + "***";
    }

    private static String initial(String text) {
        return text.substring(0, text.offsetByCodePoints(0, Math.min(1, text.length())));
    }
}
