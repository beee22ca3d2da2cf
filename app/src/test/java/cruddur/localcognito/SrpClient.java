package cruddur.localcognito;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The client's half of a sign-in by SRP, as Amazon's clients in JavaScript compute it: with hexadecimal
/// digits, an even number of them, and zeros before a digit of 8 or more.
record SrpClient(BigInteger secret) {

    private static final BigInteger G = BigInteger.TWO;
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss 'UTC' yyyy", Locale.US);

    static SrpClient random() {
        return new SrpClient(new BigInteger(1024, new Random()));
    }

    String a() {
        return G.modPow(secret, Srp.N).toString(16);
    }

    /// The input of `InitiateAuth`.
    static JsonObject beginning(String username, String a) {
        return JsonObject.of(
                "AuthFlow",
                "USER_SRP_AUTH",
                "ClientId",
                LocalPool.CLIENT_ID,
                "AuthParameters",
                JsonObject.of("USERNAME", username, "SRP_A", a));
    }

    /// The input of `RespondToAuthChallenge`.
    static JsonObject response(JsonObject answers) {
        return JsonObject.of(
                "ChallengeName", "PASSWORD_VERIFIER", "ClientId", LocalPool.CLIENT_ID, "ChallengeResponses", answers);
    }

    static String timestamp(Instant time) {
        return TIMESTAMP.format(time.atOffset(ZoneOffset.UTC));
    }

    /// The answers to a challenge.
    JsonObject answers(JsonObject challenge, String password, Instant time) {
        String timestamp = timestamp(time);
        return JsonObject.of(
                "USERNAME",
                challenge.getString("USER_ID_FOR_SRP"),
                "PASSWORD_CLAIM_SECRET_BLOCK",
                challenge.getString("SECRET_BLOCK"),
                "TIMESTAMP",
                timestamp,
                "PASSWORD_CLAIM_SIGNATURE",
                signature(challenge, password, timestamp));
    }

    private String signature(JsonObject challenge, String password, String timestamp) {
        String userId = challenge.getString("USER_ID_FOR_SRP");
        byte[] proof = hmac(
                key(challenge, userId, password),
                "cruddur".getBytes(StandardCharsets.UTF_8),
                userId.getBytes(StandardCharsets.UTF_8),
                Base64.getDecoder().decode(challenge.getString("SECRET_BLOCK")),
                timestamp.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(proof);
    }

    private byte[] key(JsonObject challenge, String userId, String password) {
        BigInteger b = new BigInteger(challenge.getString("SRP_B"), 16);
        BigInteger u = hash(padded(G.modPow(secret, Srp.N)) + padded(b));
        BigInteger k = hash(padded(Srp.N) + padded(G));
        String identity = HexFormat.of()
                .formatHex(sha256(("cruddur" + userId + ":" + password).getBytes(StandardCharsets.UTF_8)));
        BigInteger x = hash(padded(new BigInteger(challenge.getString("SALT"), 16)) + identity);
        BigInteger s = b.subtract(k.multiply(G.modPow(x, Srp.N))).modPow(secret.add(u.multiply(x)), Srp.N);
        byte[] extracted =
                hmac(HexFormat.of().parseHex(padded(u)), HexFormat.of().parseHex(padded(s)));
        return Arrays.copyOf(hmac(extracted, "Caldera Derived Key\u0001".getBytes(StandardCharsets.UTF_8)), 16);
    }

    private static String padded(BigInteger number) {
        String digits = number.toString(16);
        String even = digits.length() % 2 == 0 ? digits : "0" + digits;
        return "89abcdef".indexOf(even.charAt(0)) < 0 ? even : "00" + even;
    }

    private static BigInteger hash(String hexadecimal) {
        return new BigInteger(1, sha256(HexFormat.of().parseHex(hexadecimal)));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
