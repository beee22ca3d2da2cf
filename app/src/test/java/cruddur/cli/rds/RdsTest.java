package cruddur.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import cruddur.testing.CommandResult;
import cruddur.testing.QueryEndpoint;
import cruddur.testing.RdsEndpoint;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `cruddur rds` with an endpoint that answers as Amazon's does: status, wait, start, stop, delete.
class RdsTest {

    private static final String NAME = "cruddur-db-instance";
    private static final Map<String, String> IT = Map.of("DBInstanceIdentifier", NAME);

    private final RdsEndpoint rds = new RdsEndpoint();
    private final Map<String, String> environment = new HashMap<>(Map.of(
            "AWS_ENDPOINT_URL", rds.address(),
            "AWS_ACCESS_KEY_ID", QueryEndpoint.ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY", "hidden",
            "AWS_REGION", "ca-central-1",
            "AWS_EC2_METADATA_DISABLED", "true"));

    @AfterEach
    void close() {
        rds.close();
    }

    private CommandResult rds(String... arguments) {
        return CommandResult.cruddur(environment, "rds", arguments);
    }

    private void isIn(String status) {
        rds.has(NAME, JsonObject.of("DBInstanceStatus", status));
    }

    /// The states that it printed.
    private static List<String> states(CommandResult ran) {
        return ran.err()
                .lines()
                .filter(line -> line.matches("Cruddur: [a-z-]+: .* …"))
                .map(line -> line.replaceAll("Cruddur: ([a-z-]+): .*", "$1"))
                .toList();
    }

    @Test
    void status_prints_address_and_state() {
        rds.has(NAME, JsonObject.of("BackupRetentionPeriod", 7));
        CommandResult ran = rds("status");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.lastWords()).isEqualTo("Cruddur: AWS account 123456789012, ca-central-1");
        assertThat(ran.out().lines())
                .contains(
                        "instance      cruddur-db-instance",
                        "state         available: it can be used, and costs money",
                        "class         db.t3.micro",
                        "multi-AZ      false",
                        "storage       20 GiB",
                        "backups kept  7 days")
                .anyMatch(line -> line.matches("address  +" + RdsEndpoint.host(NAME) + ":5432"));
    }

    @Test
    void status_counts_down_to_the_time_that_aws_starts_it() {
        Instant time = Instant.now().plus(6, ChronoUnit.DAYS).plus(90, ChronoUnit.MINUTES);
        rds.has(NAME, JsonObject.of("DBInstanceStatus", "stopped", "AutomaticRestartTime", time.toString()));

        assertThat(rds("status").out())
                .containsPattern("starts again  \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC, in 6 d 1 h")
                .contains("stopped: it cannot be used, and costs only its storage");
    }

    @Test
    void status_prints_pending_changes() {
        rds.has(
                NAME,
                JsonObject.of("PendingModifiedValues", JsonObject.of("MasterUserPassword", "****", "MultiAZ", true)));

        assertThat(rds("status").out())
                .containsPattern("pending MasterUserPassword +\\*\\*\\*\\*")
                .containsPattern("pending MultiAZ +true");
    }

    @Test
    void status_as_json_has_the_names_that_aws_has() {
        rds.has(NAME, new JsonObject());
        JsonObject described = new JsonObject(rds("status", "--json").out());

        assertThat(described.getMap())
                .containsEntry("DBInstanceIdentifier", NAME)
                .containsEntry("MultiAZ", false)
                .containsEntry("AllocatedStorage", 20);
        assertThat(described.getJsonObject("Endpoint").getString("Address")).isEqualTo(RdsEndpoint.host(NAME));
    }

    @Test
    void another_instance_in_another_region_can_be_meant() {
        rds.has("cruddur-copy", new JsonObject());
        CommandResult ran = rds("status", "--db-instance-identifier", "cruddur-copy", "--region", "eu-central-1");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.lastWords()).endsWith("123456789012, eu-central-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "start", "stop", "wait", "reset-password", "delete"})
    void a_missing_instance_is_reported(String verb) {
        CommandResult ran = rds(verb);

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords()).isEqualTo("Cruddur: There is no instance cruddur-db-instance in ca-central-1.");
    }

    @Test
    void credentials_that_aws_refuses_are_one_sentence() {
        environment.put("AWS_ACCESS_KEY_ID", "AKIDOTHER");
        CommandResult ran = rds("status");

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.lastWords()).startsWith("Cruddur: AWS refuses these credentials: ");
    }

    @Test
    void what_the_credentials_may_not_do_is_one_sentence() {
        isIn("available");
        rds.refuses("StopDBInstance", 403, "AccessDenied", "User is not authorized to do that");
        CommandResult ran = rds("stop");

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.lastWords())
                .isEqualTo(
                        "Cruddur: These AWS credentials may not stop cruddur-db-instance: User is not authorized to do that");
    }

    @Test
    void aws_away_is_one_sentence() {
        rds.close();
        CommandResult ran = rds("status");

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.lastWords()).startsWith("Cruddur: AWS in ca-central-1 does not answer");
    }

    @Test
    void a_throttled_request_is_made_again() {
        isIn("available");
        rds.throttles("DescribeDBInstances", 2);

        assertThat(rds("status").exitCode()).isZero();
    }

    @Test
    void stop_waits_and_prints_when_aws_starts_it_again() {
        isIn("available");
        rds.isSlow(3);
        CommandResult ran = rds("stop");

        assertThat(ran.exitCode()).isZero();
        assertThat(states(ran)).containsExactly("available", "stopping");
        assertThat(rds.request("StopDBInstance")).isEqualTo(IT);
        assertThat(ran.err()).contains("Cruddur: cruddur-db-instance is stopped.");
        assertThat(ran.lastWords())
                .matches(
                        "Cruddur: AWS starts it again on \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC, and it costs money again. deploy/rds/keep-stopped.yaml stops it each time.");
    }

    @Test
    void start_waits_until_it_is_available() {
        isIn("stopped");
        rds.isSlow(3);
        CommandResult ran = rds("start");

        assertThat(ran.exitCode()).isZero();
        assertThat(states(ran)).containsExactly("stopped", "starting");
        assertThat(rds.request("StartDBInstance")).isEqualTo(IT);
        assertThat(ran.lastWords()).isEqualTo("Cruddur: cruddur-db-instance is available.");
    }

    @Test
    void what_is_so_already_needs_no_request() {
        isIn("available");
        assertThat(rds("start").exitCode()).isZero();
        isIn("stopped");
        assertThat(rds("stop").exitCode()).isZero();

        assertThat(rds.actions()).doesNotContain("StartDBInstance", "StopDBInstance");
    }

    @Test
    void stop_waits_for_a_state_in_which_it_can_be_stopped() {
        isIn("backing-up");
        rds.passesThrough(NAME, "available");
        CommandResult ran = rds("stop");

        assertThat(ran.exitCode()).isZero();
        assertThat(states(ran)).containsExactly("backing-up", "available", "stopping");
        assertThat(rds.requests("StopDBInstance")).hasSize(1);
    }

    @Test
    void start_waits_for_the_end_of_stopping_and_asks_then() {
        isIn("stopping");
        rds.passesThrough(NAME, "stopped");

        assertThat(states(rds("start"))).containsExactly("stopping", "stopped", "starting");
    }

    @Test
    void a_refusal_because_of_the_state_is_looked_at_again_before_it_is_called_failed() {
        isIn("available");
        rds.refuses("StopDBInstance", 400, "InvalidDBInstanceState", "It is not available.");
        rds.passesThrough(NAME, "stopping", "stopping", "stopped");
        CommandResult ran = rds("stop");

        assertThat(ran.exitCode()).isZero();
        assertThat(states(ran)).containsExactly("available", "stopping");
    }

    @ParameterizedTest
    @CsvSource({"stop, StopDBInstance, available", "start, StartDBInstance, stopped"})
    void a_refusal_in_an_unchanged_state_is_shown_at_once(String verb, String action, String state) {
        isIn(state);
        rds.refuses(action, 400, "InvalidDBInstanceState", "It has a read replica.");
        CommandResult ran = rds(verb);

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords())
                .isEqualTo("Cruddur: AWS refuses to " + verb + " cruddur-db-instance: It has a read replica.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "incompatible-network"})
    void a_refused_last_snapshot_is_shown_with_the_way_out(String state) {
        isIn(state);
        rds.refuses("DeleteDBInstance", 400, "InvalidDBInstanceState", "No snapshot in this state.");
        CommandResult ran = rds("delete", "--confirm", NAME);

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords())
                .startsWith("Cruddur: AWS refuses to delete cruddur-db-instance: No snapshot in this state.")
                .endsWith("cruddur rds delete --no-final-snapshot");
    }

    @Test
    void start_leaves_it_to_aws_whether_a_key_can_be_used_again() {
        isIn("inaccessible-encryption-credentials-recoverable");
        rds.refuses("StartDBInstance", 400, "KMSKeyNotAccessibleFault", "The key is disabled.");
        CommandResult ran = rds("start");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords())
                .isEqualTo("Cruddur: AWS refuses to start cruddur-db-instance: The key is disabled.");
    }

    @Test
    void the_name_may_be_in_capital_letters() {
        isIn("available");

        assertThat(rds("status", "--db-instance-identifier", "Cruddur-DB-Instance")
                        .exitCode())
                .isZero();
        assertThat(rds("delete", "--db-instance-identifier", "Cruddur-DB-Instance", "--confirm", "Cruddur-DB-Instance")
                        .exitCode())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503})
    void a_page_of_something_in_front_of_aws_is_one_sentence(int status) throws IOException {
        HttpServer proxy = proxy(status);
        environment.put(
                "AWS_ENDPOINT_URL_RDS", "http://127.0.0.1:" + proxy.getAddress().getPort());
        CommandResult ran = rds("status");
        proxy.stop(0);

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.lastWords())
                .startsWith("Cruddur: AWS in ca-central-1 cannot be reached: ")
                .contains("HTTP status " + status);
    }

    private static HttpServer proxy(int status) throws IOException {
        HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] page = "<html><h1>Bad Gateway</h1></html>".getBytes(StandardCharsets.UTF_8);
        proxy.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(status, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        proxy.start();
        return proxy;
    }

    @Test
    void what_began_and_fell_back_is_failed() {
        isIn("stopped");
        rds.isSlow(2);
        rds.fallsBack();
        CommandResult ran = rds("start");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords())
                .startsWith("Cruddur: AWS began the change, but cruddur-db-instance is stopped again.");
    }

    @Test
    void a_state_that_it_does_not_leave_by_itself_ends_the_wait() {
        isIn("modifying");
        rds.passesThrough(NAME, "storage-full");
        CommandResult ran = rds("wait");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords())
                .isEqualTo(
                        "Cruddur: cruddur-db-instance is storage-full: its storage is full; add storage in the console.");
    }

    @Test
    void wait_times_out_and_prints_how_to_wait_longer() {
        isIn("creating");
        CommandResult ran = rds("wait", "--timeout", "0");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords())
                .isEqualTo(
                        "Cruddur: Timed out: cruddur-db-instance is still creating. To wait longer: cruddur rds wait --for available");
    }

    @Test
    void wait_for_deleted_is_done_when_it_is_gone() {
        assertThat(rds("wait", "--for", "deleted").exitCode()).isZero();
    }

    @Test
    void wait_for_another_word_is_misuse() {
        CommandResult ran = rds("wait", "--for", "happiness");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.lastWords()).isEqualTo("Cruddur: Cannot wait for happiness. Use available, stopped or deleted.");
    }

    @Test
    void delete_shows_what_goes_and_does_nothing_without_the_name() {
        isIn("available");
        rds.hasSnapshot("rds:old", NAME, Instant.parse("2026-11-19T03:00:00Z"));
        rds.hasSnapshot("rds:new", NAME, Instant.parse("2026-11-20T03:00:00Z"));
        CommandResult ran = rds("delete");

        assertThat(ran.exitCode()).isEqualTo(4);
        assertThat(ran.out()).contains("instance      cruddur-db-instance");
        assertThat(ran.err()).contains("the newest snapshot until now: rds:new of 2026-11-20 03:00 UTC");
        assertThat(ran.lastWords())
                .isEqualTo("Cruddur: nothing was changed. To confirm, add: --confirm cruddur-db-instance");
        assertThat(rds.actions()).doesNotContain("DeleteDBInstance");
    }

    @Test
    void delete_takes_a_last_snapshot_and_waits_until_it_is_gone() {
        isIn("available");
        CommandResult ran = rds("delete", "--confirm", NAME);

        assertThat(ran.exitCode()).isZero();
        assertThat(rds.request("DeleteDBInstance"))
                .containsEntry("DBInstanceIdentifier", NAME)
                .containsEntry("SkipFinalSnapshot", "false")
                .hasEntrySatisfying(
                        "FinalDBSnapshotIdentifier",
                        name -> assertThat(name).matches("cruddur-db-instance-final-\\d{8}-\\d{6}"))
                .hasSize(3);
        assertThat(ran.lastWords()).isEqualTo("Cruddur: cruddur-db-instance is deleted.");
        assertThat(rds.lacksInstance(NAME)).isTrue();
    }

    @Test
    void delete_takes_no_snapshot_if_none_is_wanted() {
        isIn("stopped");
        rds("delete", "--confirm", NAME, "--no-final-snapshot");

        assertThat(rds.request("DeleteDBInstance"))
                .isEqualTo(Map.of("DBInstanceIdentifier", NAME, "SkipFinalSnapshot", "true"));
    }

    @Test
    void delete_prints_how_to_remove_the_protection() {
        rds.has(NAME, JsonObject.of("DeletionProtection", true));
        CommandResult ran = rds("delete", "--confirm", NAME);

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords())
                .contains("deletion protection")
                .endsWith("--no-deletion-protection --apply-immediately");
        assertThat(rds.actions()).doesNotContain("DeleteDBInstance");
    }

    @Test
    void zones_are_those_where_rds_makes_such_machines() {
        CommandResult ran = rds("zones", "--region", "eu-central-1");

        assertThat(ran.lastWords()).endsWith("eu-central-1");
        assertThat(ran.out().lines())
                .containsExactly(
                        "ZONE           STORAGE TYPES",
                        "ca-central-1a  gp2, gp3",
                        "ca-central-1b  gp2, gp3",
                        "ca-central-1d  gp2, gp3");
        assertThat(rds.request("DescribeOrderableDBInstanceOptions"))
                .isEqualTo(Map.of(
                        "Engine", "postgres",
                        "EngineVersion", RdsEndpoint.DEFAULT_VERSION,
                        "DBInstanceClass", "db.t3.micro",
                        "Vpc", "true"));
        assertThat(new JsonArray(rds("zones", "--json").out()).getJsonObject(0).getMap())
                .containsEntry("StorageType", "gp2")
                .containsKey("AvailabilityZones");
    }

    @Test
    void a_class_that_rds_does_not_make_has_no_zones() {
        CommandResult ran = rds("zones", "--db-instance-class", "db.t2.micro");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords()).isEqualTo("Cruddur: RDS does not offer db.t2.micro in this region.");
    }
}
