package cruddur.localcognito;

import cruddur.sql.Database;
import cruddur.sql.Query;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// `SignUp`, `ConfirmSignUp`, `ResendConfirmationCode`.
final class SigningUp {

    private static final Query SIGN_UP = Query.load("local_cognito/sign_up");
    private static final Query CONFIRM_SIGN_UP = Query.load("local_cognito/confirm_sign_up");
    private static final Query IS_CONFIRMED = Query.load("local_cognito/is_confirmed");

    private static final List<String> ATTRIBUTES = List.of("name", "email", "preferred_username");

    /// Without what would let one address be taken for several, or for a line of its own.
    private static final Pattern EMAIL =
            Pattern.compile("[^\\s\\p{Cntrl}@<>()\\[\\]\",;:\\\\]{1,64}@[\\p{L}\\p{N}.-]{1,63}");

    private final Database database;
    private final Passwords passwords;
    private final Codes codes;
    private final Confirmations confirmations;

    SigningUp(Database database, Passwords passwords, Codes codes, Confirmations confirmations) {
        this.database = database;
        this.passwords = passwords;
        this.codes = codes;
        this.confirmations = confirmations;
    }

    Future<JsonObject> signUp(Input input) {
        String email = email(input);
        String password = input.text("Password");
        PasswordPolicy.require(password);
        Input attributes = attributes(input, email);
        String code = Codes.random();
        return passwords
                .hash(password)
                .compose(
                        hash ->
                                database.change(
                                        SIGN_UP.with("email", email)
                                                .with("name", attributes.text("name"))
                                                .with(
                                                        "preferred_username",
                                                        attributes.text("preferred_username"))
                                                .with("password_hash", hash)
                                                .with("code", code)))
                .map(SigningUp::made)
                .compose(person -> codes.send(Codes.Purpose.SIGN_UP, person, code).map(person))
                .map(
                        person ->
                                Codes.deliveryDetails(person.email())
                                        .put("UserConfirmed", false)
                                        .put("UserSub", person.sub()));
    }

    private static String email(Input input) {
        String email = input.username("Username");
        if (!EMAIL.matcher(email).matches()) {
            throw CognitoException.invalidParameter("Username should be an email.");
        }
        return email;
    }

    private static Input attributes(Input input, String email) {
        Input attributes = input.attributes("UserAttributes");
        for (String name : attributes.fields().fieldNames()) {
            require(ATTRIBUTES.contains(name), name, "Attribute does not exist in schema.");
        }
        for (String name : ATTRIBUTES) {
            require(
                    attributes.optionalText(name).filter(text -> !text.isBlank()).isPresent(),
                    name,
                    "The attribute is required");
        }
        require(
                attributes.text("email").toLowerCase(Locale.ROOT).equals(email),
                "email",
                "Value must be the user name");
        return attributes;
    }

    private static void require(boolean condition, String attribute, String otherwise) {
        if (!condition) {
            throw CognitoException.invalidParameter(
                    "Attributes did not conform to the schema: " + attribute + ": " + otherwise);
        }
    }

    private static Person made(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw new CognitoException(
                    "UsernameExistsException", "An account with the given email already exists.");
        }
        return Person.of(rows.iterator().next());
    }

    /// The account is confirmed even if the trigger then fails, as with Cognito.
    Future<JsonObject> confirmSignUp(Input input) {
        return database.change(
                        CONFIRM_SIGN_UP
                                .with("email", input.username("Username"))
                                .with("code", input.text("ConfirmationCode")))
                .map(rows -> Outcome.personOf(rows, "TooManyFailedAttemptsException"))
                .compose(person -> confirmations.announce("ConfirmSignUp", person))
                .map(_ -> new JsonObject());
    }

    Future<JsonObject> resendConfirmationCode(Input input) {
        String username = input.username("Username");
        return database.rows(IS_CONFIRMED.with("email", username))
                .compose(
                        rows -> {
                            requireUnconfirmed(rows);
                            return codes.request(Codes.Purpose.SIGN_UP, username);
                        });
    }

    private static void requireUnconfirmed(RowSet<Row> rows) {
        if (rows.size() > 0 && rows.iterator().next().getBoolean("is_confirmed")) {
            throw CognitoException.invalidParameter("User is already confirmed.");
        }
    }
}
