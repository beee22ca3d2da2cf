package cruddur.localcognito;

import cruddur.sql.Database;
import cruddur.sql.Query;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

import java.io.IOException;
import java.security.SecureRandom;

/// Makes codes, and sends them.
final class Codes {

    private static final System.Logger LOG = System.getLogger(Codes.class.getName());

    private static final Query REQUEST_CODE = Query.load("local_cognito/request_code");

    private static final SecureRandom RANDOM = new SecureRandom();

    /// What a code is for.
    enum Purpose {
        SIGN_UP("sign_up"),
        RESET("reset");

        private final String name;

        Purpose(String name) {
            this.name = name;
        }

        private Letter letter(Person person, String code) {
            return switch (this) {
                case SIGN_UP -> Letter.toConfirm(person, code);
                case RESET -> Letter.toReset(person, code);
            };
        }
    }

    private final Database database;
    private final Mail mail;

    Codes(Database database, Mail mail) {
        this.database = database;
        this.mail = mail;
    }

    static String random() {
        return "%06d".formatted(RANDOM.nextInt(1_000_000));
    }

    /// A new code for whoever has this name. Nobody can tell from what is answered whether there is
    /// such a person.
    Future<JsonObject> request(Purpose purpose, String username) {
        String code = random();
        return database.change(
                        REQUEST_CODE
                                .with("email", username)
                                .with("purpose", purpose.name)
                                .with("code", code))
                .compose(rows -> sendTo(rows, purpose, code))
                .map(_ -> deliveryDetails(username));
    }

    private Future<Void> sendTo(RowSet<Row> rows, Purpose purpose, String code) {
        if (rows.size() == 0) {
            throw new CognitoException(
                    "LimitExceededException",
                    "Attempt limit exceeded, please try after some time.");
        }
        Row row = rows.iterator().next();
        return row.getString("email") == null
                ? Future.succeededFuture()
                : send(purpose, Person.of(row), code);
    }

    Future<Void> send(Purpose purpose, Person person, String code) {
        return Elsewhere.call(
                () -> {
                    sendNow(purpose.letter(person, code));
                    return null;
                });
    }

    private void sendNow(Letter letter) {
        try {
            mail.send(letter);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "A code could not be mailed: " + e.getMessage());
            throw new CognitoException(
                    "CodeDeliveryFailureException", "The code could not be sent by mail");
        }
    }

    static JsonObject deliveryDetails(String address) {
        return JsonObject.of(
                "CodeDeliveryDetails",
                JsonObject.of(
                        "AttributeName",
                        "email",
                        "DeliveryMedium",
                        "EMAIL",
                        "Destination",
                        masked(address)));
    }

    /// `a***@e***`, as Cognito shows an address to whoever asks.
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
