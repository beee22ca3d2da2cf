package cruddur.testing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/// Tokens that no pool issues, because a part of them is malformed.
public final class MalformedTokens {

    private static final String HEADER = "{\"alg\":\"RS256\",\"kid\":\"test-key\"}";

    private static final List<String> NO_OBJECTS = List.of(
            "", " ", "null", "[]", "[null]", "0", "true", "\"text\"", "{", "{}}", "\0", "\ud800", "[".repeat(3000));

    private static final List<String> HEADERS = List.of(
            "{}",
            "{\"alg\":null}",
            "{\"alg\":1}",
            "{\"alg\":\"\"}",
            "{\"alg\":[\"RS256\"]}",
            "{\"alg\":\"none\"}",
            "{\"alg\":\"dir\",\"enc\":\"A128GCM\"}",
            "{\"alg\":\"RS256\",\"alg\":\"none\"}",
            "{\"alg\":\"RS256\",\"kid\":1}",
            "{\"alg\":\"RS256\",\"kid\":null}",
            "{\"alg\":\"RS256\",\"typ\":{}}",
            "{\"alg\":\"RS256\",\"typ\":\"other\"}",
            "{\"alg\":\"RS256\",\"cty\":0}",
            "{\"alg\":\"RS256\",\"crit\":null}",
            "{\"alg\":\"RS256\",\"crit\":[\"exp\"]}",
            "{\"alg\":\"RS256\",\"crit\":[1]}",
            "{\"alg\":\"RS256\",\"b64\":false}",
            "{\"alg\":\"RS256\",\"b64\":\"no\"}",
            "{\"alg\":\"RS256\",\"jku\":\"::\"}",
            "{\"alg\":\"RS256\",\"jwk\":null}",
            "{\"alg\":\"RS256\",\"jwk\":{\"kty\":\"RSA\"}}",
            "{\"alg\":\"RS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"}}",
            "{\"alg\":\"RS256\",\"x5u\":1}",
            "{\"alg\":\"RS256\",\"x5c\":[null]}",
            "{\"alg\":\"RS256\",\"x5c\":[\"%\"]}",
            "{\"alg\":\"RS256\",\"x5t\":{}}");

    private static final List<String> CLAIMS = List.of(
            "{\"iat\":\"now\"}", "{\"iat\":null}", "{\"iat\":1e999}", "{\"exp\":{}}", "{\"aud\":[1]}", "{\"sub\":[]}");

    private static final List<String> NOT_THREE_PARTS =
            List.of("", ".", "..", "...", "....", "bnVsbA", "e30.e30", "%.%.%");

    private MalformedTokens() {}

    public static List<String> all() {
        return Stream.of(
                        NOT_THREE_PARTS.stream(),
                        NO_OBJECTS.stream().map(header -> token(header, "{}")),
                        HEADERS.stream().map(header -> token(header, "{}")),
                        NO_OBJECTS.stream().map(claims -> token(HEADER, claims)),
                        CLAIMS.stream().map(claims -> token(HEADER, claims)))
                .flatMap(tokens -> tokens)
                .toList();
    }

    private static String token(String header, String claims) {
        return base64(header) + "." + base64(claims) + ".AAAA";
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
