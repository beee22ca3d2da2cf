package cruddur.aws;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.settings.Settings;
import cruddur.testing.QueryEndpoint;
import cruddur.testing.RdsEndpoint;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The instances, as commands outside `rds` use them.
class InstancesTest {

    private static final Instant EARLIER = Instant.parse("2026-11-19T03:00:00Z");
    private static final Instant LATER = Instant.parse("2026-11-20T03:00:00Z");

    private final RdsEndpoint rds = new RdsEndpoint();
    private final Instances instances = new Instances(Account.of(new Settings(Map.of(
            "AWS_ENDPOINT_URL",
            rds.address(),
            "AWS_ACCESS_KEY_ID",
            QueryEndpoint.ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY",
            "hidden",
            "AWS_REGION",
            "ca-central-1"))));

    @AfterEach
    void close() {
        rds.close();
    }

    @Test
    void the_newest_snapshot_is_found_by_the_address() {
        rds.has("another", new JsonObject());
        rds.has("ours", new JsonObject());
        rds.hasSnapshot("new", "ours", LATER);
        rds.hasSnapshot("old", "ours", EARLIER);
        rds.hasSnapshot("newest-of-another", "another", LATER.plusSeconds(1));

        assertThat(instances.newestSnapshotAt(RdsEndpoint.host("ours"))).contains(new Snapshot("new", LATER));
    }

    @Test
    void an_address_elsewhere_has_no_snapshot() {
        rds.has("another", new JsonObject());
        rds.hasSnapshot("of-another", "another", LATER);

        assertThat(instances.newestSnapshotAt("db.example")).isEmpty();
    }
}
