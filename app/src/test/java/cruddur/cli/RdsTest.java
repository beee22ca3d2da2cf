package cruddur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Ran;
import cruddur.testing.RdsEndpoint;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;

/// `cruddur rds` with an endpoint that answers as Amazon's does.
class RdsTest {

    private static final String NAME = "cruddur-db-instance";

    private final RdsEndpoint rds = new RdsEndpoint();
    private final Map<String, String> environment =
            new HashMap<>(
                    Map.of(
                            "AWS_ENDPOINT_URL", rds.address(),
                            "AWS_ACCESS_KEY_ID", RdsEndpoint.ACCESS_KEY,
                            "AWS_SECRET_ACCESS_KEY", "hidden",
                            "AWS_REGION", "ca-central-1",
                            "AWS_EC2_METADATA_DISABLED", "true"));

    @AfterEach
    void close() {
        rds.close();
    }

    private Ran rds(String... arguments) {
        return Ran.cruddur(environment, "rds", arguments);
    }

    @Test
    void status_says_where_it_is_and_how_it_is() {
        rds.has(NAME, JsonObject.of("BackupRetentionPeriod", 7));
        Ran ran = rds("status");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.lastWords()).isEqualTo("Cruddur: AWS account 123456789012, ca-central-1");
        assertThat(ran.out().lines())
                .contains(
                        "instance      cruddur-db-instance",
                        "state         available: it can be used, and costs money",
                        "backups kept  7 days");
    }
}
