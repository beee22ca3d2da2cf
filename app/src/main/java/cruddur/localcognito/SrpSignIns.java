package cruddur.localcognito;

import cruddur.database.BlockingDatabase;
import cruddur.sql.Query;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// Sign-ins by SRP: `InitiateAuth` with `USER_SRP_AUTH`, and `RespondToAuthChallenge`. The server remembers
/// nothing between the two; the client brings the sealed state back.
///
/// A name without an account gets a challenge of the same form at the same cost, and fails like a wrong
/// password.
record SrpSignIns(BlockingDatabase database, Passwords passwords, Seal seal, SignIns signIns, InstantSource clock) {

    private static final Query ACCOUNT = Query.load("local_cognito/srp_account");
    private static final Query USE_CHALLENGE = Query.load("local_cognito/use_challenge");

    private static final String CHALLENGE = "PASSWORD_VERIFIER";

    /// As `Fri Nov 27 18:04:12 UTC 2026`.
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss 'UTC' yyyy", Locale.US);

    /// How far the clock of a client may be off, and how long a challenge lives.
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final int HEXADECIMAL = 16;

    JsonObject initiate(Caller caller, Input parameters) {
        String username = parameters.username("USERNAME");
        BigInteger a = publicValue(parameters.text("SRP_A"));
        Optional<Row> account = database.row(ACCOUNT.with("email", username));
        // Not orElseGet: what only an unknown name costs could be measured.
        String userId = account.map(row -> row.getString("sub")).orElse(idOfNone(username));
        Verifier verifier = account.flatMap(this::verifier).orElse(Verifier.ofNone(seal, username));
        Challenge challenge =
                passwords.compute(caller, () -> Challenge.of(username, userId, a, verifier, clock.instant()));
        return JsonObject.of(
                "ChallengeName",
                CHALLENGE,
                "ChallengeParameters",
                JsonObject.of(
                        "USER_ID_FOR_SRP",
                        userId,
                        "USERNAME",
                        userId,
                        "SALT",
                        hexadecimal(verifier.salt()),
                        "SRP_B",
                        hexadecimal(challenge.b()),
                        "SECRET_BLOCK",
                        Base64.getEncoder().encodeToString(challenge.sealed(seal))));
    }

    /// The id of a name without an account looks like that of an account, a random UUID, and stays the same.
    private String idOfNone(String username) {
        ByteBuffer bits = ByteBuffer.wrap(seal.pseudonym("id " + username));
        long withVersion = (bits.getLong() & ~0xF000L) | 0x4000L;
        long withVariant = (bits.getLong() >>> 2) | (1L << 63);
        return new UUID(withVersion, withVariant).toString();
    }

    /// Empty if the account has none that this pool can read.
    Optional<Verifier> verifier(Row account) {
        return Optional.ofNullable(account.getBuffer("srp_verifier"))
                .flatMap(stored -> Verifier.opened(seal, account.getString("sub"), stored.getBytes()));
    }

    private static BigInteger publicValue(String written) {
        if (!written.matches("[0-9A-Fa-f]{1,800}")) {
            throw CognitoError.invalidParameter("SRP_A is no hexadecimal number.");
        }
        BigInteger a = new BigInteger(written, HEXADECIMAL);
        if (Srp.isDangerous(a) || a.compareTo(Srp.N) >= 0) {
            throw CognitoError.invalidParameter("SRP_A is out of range.");
        }
        return a;
    }

    private static String hexadecimal(BigInteger number) {
        return number.toString(HEXADECIMAL);
    }

    JsonObject respond(Caller caller, Input input) {
        if (!input.text("ChallengeName").equals(CHALLENGE)) {
            throw CognitoError.invalidParameter("Only the challenge " + CHALLENGE + " is supported");
        }
        Input answers = input.object("ChallengeResponses");
        byte[] block = bytes(answers, "PASSWORD_CLAIM_SECRET_BLOCK");
        Challenge challenge = Challenge.opened(seal, block)
                .filter(each -> isNear(each.issuedAt()))
                .orElseThrow(SrpSignIns::wrong);
        Row account = signIns.attempt(caller, challenge.username());
        if (!isRight(caller, challenge, block, account, answers) || !isUnused(block)) {
            throw wrong();
        }
        return signIns.finish(caller, challenge.username(), account);
    }

    private boolean isRight(Caller caller, Challenge challenge, byte[] block, Row account, Input answers) {
        String timestamp = answers.text("TIMESTAMP");
        byte[] signature = bytes(answers, "PASSWORD_CLAIM_SIGNATURE");
        Optional<Verifier> known = Optional.ofNullable(account.getString("sub")).flatMap(_ -> verifier(account));
        Verifier verifier = known.orElse(Verifier.ofNone(seal, challenge.username()));
        byte[] expected = passwords.compute(
                caller, () -> Srp.signature(challenge.key(verifier), challenge.userId(), block, timestamp));
        return MessageDigest.isEqual(expected, signature)
                && known.isPresent()
                && verifier.salt().equals(challenge.salt())
                && time(timestamp).filter(this::isNear).isPresent();
    }

    /// Whether this is the first answer to the challenge.
    private boolean isUnused(byte[] block) {
        return database.changeRow(USE_CHALLENGE.with("block", Buffer.buffer(block)))
                .isPresent();
    }

    private boolean isNear(Instant time) {
        return Duration.between(time, clock.instant()).abs().compareTo(TOLERANCE) < 0;
    }

    private static Optional<Instant> time(String timestamp) {
        try {
            return Optional.of(LocalDateTime.parse(timestamp, TIMESTAMP).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(Input answers, String name) {
        try {
            return Base64.getDecoder().decode(answers.text(name));
        } catch (IllegalArgumentException _) {
            throw CognitoError.invalidParameter(name + " is not Base64.");
        }
    }

    private static CognitoError wrong() {
        return CognitoError.notAuthorized("Incorrect username or password.");
    }
}
