package cruddur.secrets;

import cruddur.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Signs requests to AWS with Signature Version 4, for paths without a query.
///
/// @param sessionToken only for temporary credentials
public record Signer(
        String accessKeyId,
        String secretAccessKey,
        @Nullable String sessionToken,
        String region,
        String service) {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /// A signer with the credentials of the environment, which Lambda sets for each function.
    public static Signer of(Settings settings, String region, String service) {
        return new Signer(
                settings.get("AWS_ACCESS_KEY_ID", ""),
                settings.get("AWS_SECRET_ACCESS_KEY", ""),
                settings.find("AWS_SESSION_TOKEN").orElse(null),
                region,
                service);
    }

    /// These headers, and those of the signature.
    ///
    /// @param headers with names in lower case, `host` among them
    public SortedMap<String, String> signed(
            String method, String path, Map<String, String> headers, byte[] body, Instant now) {
        SortedMap<String, String> signed = new TreeMap<>(headers);
        signed.put("x-amz-date", TIME.format(now));
        if (sessionToken != null) {
            signed.put("x-amz-security-token", sessionToken);
        }
        signed.put("authorization", authorization(method, path, signed, body));
        return signed;
    }

    private String authorization(String method, String path, SortedMap<String, String> headers, byte[] body) {
        String time = headers.getOrDefault("x-amz-date", "");
        String scope = String.join("/", time.substring(0, 8), region, service, "aws4_request");
        String names = String.join(";", headers.keySet());
        String request = canonical(method, path, headers, names, body);
        String toSign = String.join("\n", ALGORITHM, time, scope, sha256(bytes(request)));
        return "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                .formatted(ALGORITHM, accessKeyId, scope, names, HexFormat.of().formatHex(hmac(key(scope), toSign)));
    }

    private static String canonical(
            String method, String path, SortedMap<String, String> headers, String names, byte[] body) {
        String lines = headers.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                .collect(Collectors.joining());
        return String.join("\n", method, path, "", lines, names, sha256(body));
    }

    /// The signing key: the secret key, bound to the day, the region and the service in turn.
    private byte[] key(String scope) {
        byte[] key = bytes("AWS4" + secretAccessKey);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        return key;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
