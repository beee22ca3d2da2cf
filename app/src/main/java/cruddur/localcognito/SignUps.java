package cruddur.localcognito;

import cruddur.database.BlockingDatabase;
import cruddur.sql.Query;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/// `SignUp`, `ConfirmSignUp`, `ResendConfirmationCode`.
final class SignUps {

    private static final Query SIGN_UP = Query.load("local_cognito/sign_up");
    private static final Query CONFIRM_SIGN_UP = Query.load("local_cognito/confirm_sign_up");
    private static final Query IS_CONFIRMED = Query.load("local_cognito/is_confirmed");

    private static final List<String> ATTRIBUTES = List.of("name", "email", "preferred_username");

    /// Excludes characters that could make one address count as several, or begin a new line.
    private static final Pattern EMAIL =
            Pattern.compile("[^\\s\\p{Cntrl}@<>()\\[\\]\",;:\\\\]{1,64}@[\\p{L}\\p{N}.-]{1,63}");

    /// The database's limit for a display name.
    private static final int LONGEST_NAME = 50;

    private static final String SHORT_LINE = "Must be one line of at most " + LONGEST_NAME + " characters";

    /// Characters that end a line, move the cursor or change the direction of what follows.
    private static final Pattern NO_LINE =
            Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]");

    private final BlockingDatabase database;
    private final LocalPool local;
    private final Codes codes;
    private final Confirmations confirmations;

    SignUps(BlockingDatabase database, LocalPool local, Codes codes, Confirmations confirmations) {
        this.database = database;
        this.local = local;
        this.codes = codes;
        this.confirmations = confirmations;
    }

    JsonObject signUp(Caller caller, Input input) {
        String email = email(input);
        String password = input.text("Password");
        PasswordPolicy.require(password);
        Input attributes = attributes(input, email);
        String code = Codes.random();
        return local.passwords().admitted(caller, () -> {
            PoolAccount account = create(caller, email, attributes, password, code);
            codes.mail();
            return Codes.deliveryDetails(email).put("UserConfirmed", false).put("UserSub", account.sub());
        });
    }

    private PoolAccount create(Caller caller, String email, Input attributes, String password, String code) {
        String sub = UUID.randomUUID().toString();
        return database.changeRow(SIGN_UP.with("sub", sub)
                        .with("email", email)
                        .with("name", attributes.text("name"))
                        .with("preferred_username", attributes.text("preferred_username"))
                        .with("password_hash", local.passwords().hash(caller, password))
                        .with("srp_verifier", local.verifier(caller, sub, password))
                        .with("code", code))
                .map(PoolAccount::of)
                .orElseThrow(SignUps::taken);
    }

    private static String email(Input input) {
        String email = input.username("Username");
        if (!EMAIL.matcher(email).matches()) {
            throw CognitoError.invalidParameter("Username should be an email.");
        }
        return email;
    }

    private static Input attributes(Input input, String email) {
        Input attributes = input.attributes("UserAttributes");
        for (String name : attributes.fields().fieldNames()) {
            require(ATTRIBUTES.contains(name), name, "Attribute does not exist in schema.");
        }
        for (String name : ATTRIBUTES) {
            String text = attributes.optionalText(name).orElse("");
            require(!text.isBlank(), name, "The attribute is required");
        }
        require(isShortLine(attributes.text("name")), "name", SHORT_LINE);
        require(isShortLine(attributes.text("preferred_username")), "preferred_username", SHORT_LINE);
        require(
                attributes.text("email").toLowerCase(Locale.ROOT).equals(email),
                "email",
                "Value must be the user name");
        return attributes;
    }

    /// Names appear in mail, to which a client must not be able to add text of its own.
    private static boolean isShortLine(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST_NAME
                && !NO_LINE.matcher(text).find();
    }

    private static void require(boolean condition, String attribute, String otherwise) {
        if (!condition) {
            throw CognitoError.invalidParameter(
                    "Attributes did not conform to the schema: " + attribute + ": " + otherwise);
        }
    }

    private static CognitoError taken() {
        return new CognitoError("UsernameExistsException", "An account with the given email already exists.");
    }

    /// The account is confirmed even if the trigger then fails, as with Cognito.
    JsonObject confirmSignUp(Caller caller, Input input) {
        String username = input.username("Username");
        String code = input.text("ConfirmationCode");
        codes.require(Codes.Purpose.SIGN_UP, caller, username, code);
        PoolAccount account = database.changeRow(
                        CONFIRM_SIGN_UP.with("email", username).with("code", code))
                .map(PoolAccount::of)
                .orElseThrow(Codes::expired);
        confirmations.announce("ConfirmSignUp", account);
        return new JsonObject();
    }

    JsonObject resendConfirmationCode(Caller caller, Input input) {
        String username = input.username("Username");
        if (isConfirmed(username)) {
            throw CognitoError.invalidParameter("User is already confirmed.");
        }
        return codes.request(Codes.Purpose.SIGN_UP, caller, username);
    }

    private boolean isConfirmed(String username) {
        return database.row(IS_CONFIRMED.with("email", username))
                .map(row -> row.getBoolean("is_confirmed"))
                .orElse(false);
    }
}
