package cruddur.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `deploy/lambda/attach-trigger`, with an AWS CLI that resets every setting that a call omits, as
/// Cognito does.
class AttachTriggerTest {

    private static final String FUNCTION =
            "arn:aws:lambda:eu-central-1:123456789012:function:cruddur-post-confirmation";

    private static final String AWS = """
            #!/bin/sh
            cd "$(dirname "$0")"
            echo "$*" >>calls
            case "$*" in
              *describe-user-pool*) cat pool ;;
              *get-user-pool-mfa-config*) echo '{"MfaConfiguration":"OFF"}' ;;
              *generate-cli-skeleton*) cat skeleton ;;
              *update-user-pool*)
                jq --slurpfile told "${6#file://}" '.UserPool |= {Id, Name, CreationDate} + $told[0]
                  | del(.UserPool.UserPoolId, .UserPool.PoolName)' pool >updated
                mv updated pool ;;
            esac
            """;

    private static final String POOL = """
            {"UserPool": {"Id": "eu-central-1_Example", "Name": "cruddur", "CreationDate": "2026-01-01",
              "Policies": {"PasswordPolicy": {"MinimumLength": 12}}, "UserPoolTier": "ESSENTIALS",
              "LambdaConfig": {"PreSignUp": "arn:another"}}}
            """;

    private static final String SKELETON = """
            {"UserPoolId": "", "PoolName": "", "Policies": {}, "LambdaConfig": {}, "UserPoolTier": ""}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void fakeAws() throws IOException {
        Path aws = Files.writeString(folder.resolve("aws"), AWS);
        Files.setPosixFilePermissions(aws, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(folder.resolve("pool"), POOL);
        Files.writeString(folder.resolve("skeleton"), SKELETON);
    }

    @Test
    void all_else_of_the_pool_stays_as_it_was() throws Exception {
        assertThat(attach()).isZero();

        JsonObject expected = new JsonObject(POOL);
        expected.getJsonObject("UserPool").getJsonObject("LambdaConfig").put("PostConfirmation", FUNCTION);
        assertThat(pool()).isEqualTo(expected);
    }

    @Test
    void a_dry_run_shows_what_would_be_sent_and_sends_nothing() throws Exception {
        assertThat(attach("--dry-run")).isZero();
        assertThat(output()).contains(FUNCTION, "\"MinimumLength\": 12", "\"PreSignUp\"");
        assertThat(pool()).isEqualTo(new JsonObject(POOL));
    }

    @Test
    void a_cli_that_does_not_know_a_setting_stops_before_anything_is_reset() throws Exception {
        Files.writeString(folder.resolve("skeleton"), SKELETON.replace("UserPoolTier", "Other"));
        assertThat(attach()).isEqualTo(1);
        assertThat(output()).contains("cannot write UserPoolTier", "Nothing was changed");
        assertThat(pool()).isEqualTo(new JsonObject(POOL));
    }

    @Test
    void other_changes_are_reported() throws Exception {
        Path aws = folder.resolve("aws");
        Files.writeString(aws, Files.readString(aws).replace("+ $told[0]", "+ $told[0] | .UserPool.Policies = {}"));
        assertThat(attach()).isEqualTo(1);
        assertThat(output()).contains("MinimumLength", "restore it by hand");
    }

    private int attach(String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(
                List.of(Path.of("../deploy/lambda/attach-trigger").toString(), "eu-central-1_Example", FUNCTION));
        words.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().merge("PATH", folder.toString(), (path, own) -> own + ":" + path);
        return builder.redirectOutput(folder.resolve("output").toFile()).start().waitFor();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    private JsonObject pool() throws IOException {
        return new JsonObject(Files.readString(folder.resolve("pool")));
    }
}
