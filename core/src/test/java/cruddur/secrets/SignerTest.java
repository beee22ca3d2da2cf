package cruddur.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignerTest {

    private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");

    /// `post-vanilla` of the test suite that AWS publishes for Signature Version 4.
    @Test
    void signs_as_the_published_example_does() {
        SortedMap<String, String> signed =
                signer(null, "service").signed("POST", "/", Map.of("host", "example.amazonaws.com"), new byte[0], NOW);
        assertThat(signed)
                .containsEntry("x-amz-date", "20150830T123600Z")
                .containsEntry(
                        "authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                                + " SignedHeaders=host;x-amz-date,"
                                + " Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
    }

    /// As the AWS CLI signs the same request.
    @Test
    void signs_a_body_and_a_session_as_the_aws_cli_does() {
        SortedMap<String, String> signed = signer("SESSION", "secretsmanager")
                .signed(
                        "POST",
                        "/",
                        Map.of(
                                "content-type",
                                "application/x-amz-json-1.1",
                                "host",
                                "secretsmanager.us-east-1.amazonaws.com",
                                "x-amz-target",
                                "secretsmanager.GetSecretValue"),
                        "{\"SecretId\":\"x\"}".getBytes(StandardCharsets.UTF_8),
                        NOW);
        assertThat(signed)
                .containsEntry("x-amz-security-token", "SESSION")
                .containsEntry(
                        "authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/secretsmanager/aws4_request,"
                                + " SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target,"
                                + " Signature=4a8daa879be080830c10d6467d109eecfaabe7a7254e226c5cf2b064e1b11215");
    }

    private static Signer signer(@Nullable String sessionToken, String service) {
        return new Signer(
                "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", sessionToken, "us-east-1", service);
    }
}
