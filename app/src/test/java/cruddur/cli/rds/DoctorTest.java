package cruddur.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.aws.Check;
import cruddur.testing.CommandResult;
import cruddur.testing.Ec2Endpoint;
import cruddur.testing.Ec2Endpoint.Rule;
import cruddur.testing.Json;
import cruddur.testing.RdsEndpoint;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `cruddur rds doctor` with endpoints that answer as Amazon's do.
class DoctorTest {

    private static final String NAME = "cruddur-db-instance";

    private final RdsEndpoint rds = new RdsEndpoint();
    private final Ec2Endpoint ec2 = new Ec2Endpoint();
    private final Map<String, String> environment = new HashMap<>(Map.of(
            "AWS_ENDPOINT_URL",
            rds.address(),
            "AWS_ENDPOINT_URL_EC2",
            ec2.address(),
            "AWS_ACCESS_KEY_ID",
            RdsEndpoint.ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY",
            "hidden",
            "AWS_REGION",
            "ca-central-1",
            "AWS_EC2_METADATA_DISABLED",
            "true"));

    @AfterEach
    void close() {
        rds.close();
        ec2.close();
    }

    private CommandResult doctor(String... arguments) {
        return CommandResult.cruddur(
                environment,
                "rds",
                Stream.concat(Stream.of("doctor"), Stream.of(arguments)).toArray(String[]::new));
    }

    /// An instance as `aws rds create-db-instance` of 2023 created it.
    private void hasTheJournalsInstance() {
        rds.has(
                NAME,
                JsonObject.of(
                                "EngineVersion",
                                "14.6",
                                "PubliclyAccessible",
                                true,
                                "BackupRetentionPeriod",
                                0,
                                "MultiAZ",
                                false,
                                "DeletionProtection",
                                false,
                                "StorageType",
                                "gp2",
                                "StorageEncrypted",
                                true,
                                "CACertificateIdentifier",
                                "rds-ca-2019",
                                "VpcSecurityGroups",
                                group(Ec2Endpoint.GROUP))
                        .put("DBParameterGroups", parameterGroup("default.postgres14")));
        rds.hasParameterGroup("default.postgres14", "postgres14", JsonObject.of("rds.force_ssl", "0"));
        ec2.has(Rule.byHand("sgr-0000000000000aaaa", "0.0.0.0/0"));
        ec2.has(Rule.byHand("sgr-0000000000000aaa6", "::/0"));
        ec2.has(Rule.byHand("sgr-0000000000000aa22", "0.0.0.0/0").to(22));
        ec2.has(Rule.byHand("sgr-0000000000000aa99", "198.51.100.9/32"));
    }

    /// An instance as `cruddur rds create --profile production` creates it.
    private void hasAProductionInstance(int hoursSinceSnapshot) {
        rds.has(
                NAME,
                JsonObject.of(
                                "PubliclyAccessible", false,
                                "BackupRetentionPeriod", 7,
                                "MultiAZ", true,
                                "DeletionProtection", true,
                                "IAMDatabaseAuthenticationEnabled", true,
                                "StorageType", "gp3",
                                "StorageEncrypted", true,
                                "MasterUserSecret", RdsEndpoint.secret(NAME))
                        .put("DBParameterGroups", parameterGroup("cruddur-postgres17")));
        rds.hasParameterGroup("cruddur-postgres17", "postgres17", JsonObject.of("rds.force_ssl", "1"));
        rds.hasSnapshot("rds:" + NAME, NAME, Instant.now().minus(hoursSinceSnapshot, ChronoUnit.HOURS));
    }

    private static JsonObject group(String id) {
        return JsonObject.of("VpcSecurityGroupMembership", JsonObject.of("VpcSecurityGroupId", id, "Status", "active"));
    }

    private static JsonObject parameterGroup(String name) {
        return JsonObject.of(
                "DBParameterGroup", JsonObject.of("DBParameterGroupName", name, "ParameterApplyStatus", "in-sync"));
    }

    private static List<String> states(CommandResult ran) {
        return ran.out()
                .lines()
                .takeWhile(line -> !line.isEmpty())
                .skip(1)
                .map(line -> line.replaceAll(" +", " ").strip())
                .toList();
    }

    @Test
    void finds_what_is_wrong_with_the_journals_instance() {
        hasTheJournalsInstance();
        CommandResult ran = doctor();

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(states(ran))
                .containsExactly(
                        "public-access fix publicly accessible",
                        "backups fix backups kept for 0 days",
                        "snapshot fix no snapshot",
                        "deletion-protection fix may be deleted at once",
                        "multi-az fix single zone ca-central-1a",
                        "engine fix 14.6, which AWS no longer offers",
                        "minor-upgrades sound",
                        "ca fix certificate of rds-ca-2019",
                        "tls fix rds.force_ssl is not 1 in default.postgres14",
                        "managed-password fix password set by hand",
                        "iam fix no IAM authentication",
                        "storage-type fix storage type gp2",
                        "encryption sound",
                        "open-group fix 0.0.0.0/0 and ::/0 may reach port 5432");
        assertThat(ran.lastWords()).isEqualTo("Cruddur: 12 of 14 checks found something to fix.");
    }

    @Test
    void a_default_parameter_group_is_replaced_by_one_of_its_own() {
        hasTheJournalsInstance();

        assertThat(doctor().out().lines().map(String::strip).filter(line -> line.contains("force_ssl,")))
                .containsExactly(
                        "aws rds create-db-parameter-group --db-parameter-group-name cruddur-postgres14 --db-parameter-group-family postgres14 --description 'Cruddur: TLS only'"
                                + " && aws rds modify-db-parameter-group --db-parameter-group-name cruddur-postgres14 --parameters ParameterName=rds.force_ssl,ParameterValue=1,ApplyMethod=immediate"
                                + " && aws rds modify-db-instance --db-instance-identifier %1$s --apply-immediately --db-parameter-group-name cruddur-postgres14 && aws rds wait db-instance-available --db-instance-identifier %1$s && aws rds reboot-db-instance --db-instance-identifier %1$s"
                                        .formatted(NAME));
    }

    @Test
    void prints_why_it_matters_and_how_to_fix_it() {
        hasTheJournalsInstance();
        CommandResult ran = doctor();

        assertThat(ran.out())
                .contains("""

                        multi-az: single zone ca-central-1a
                        If its only zone fails, the database is down, and so it is during each restart
                        for maintenance.
                          aws rds modify-db-instance --db-instance-identifier cruddur-db-instance --apply-immediately --multi-az
                        """)
                .contains(
                        "\n  aws ec2 revoke-security-group-ingress --group-id sg-0123456789abcdef0 --security-group-rule-ids sgr-0000000000000aaaa sgr-0000000000000aaa6\n")
                .contains("--engine-version 18.1 --allow-major-version-upgrade\n")
                .doesNotContain("{", "\033");
        assertThat(ran.out().lines().filter(line -> !line.startsWith("  "))).allMatch(line -> line.length() <= 80);
    }

    @Test
    void asks_only_and_for_this_instance() {
        hasTheJournalsInstance();
        doctor();

        assertThat(rds.request("DescribeDBInstances")).isEqualTo(Map.of("DBInstanceIdentifier", NAME));
        assertThat(rds.request("DescribeDBSnapshots")).isEqualTo(Map.of("DBInstanceIdentifier", NAME));
        assertThat(rds.request("DescribeDBParameters")).isEqualTo(Map.of("DBParameterGroupName", "default.postgres14"));
        assertThat(rds.request("DescribeDBEngineVersions")).isEqualTo(Map.of("Engine", "postgres"));
        assertThat(ec2.request("DescribeSecurityGroupRules"))
                .isEqualTo(Map.of("Filter.1.Name", "group-id", "Filter.1.Value.1", Ec2Endpoint.GROUP));
        assertThat(Stream.concat(rds.actions().stream(), ec2.actions().stream()))
                .allMatch(action -> action.matches("Describe.*|GetCallerIdentity"));
    }

    @Test
    void finds_nothing_in_production() {
        hasAProductionInstance(5);
        CommandResult ran = doctor();

        assertThat(states(ran)).hasSize(14).allMatch(line -> line.endsWith(" sound"));
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.lastWords()).isEqualTo("Cruddur: 14 checks, and nothing to fix.");
    }

    @Test
    void a_newer_release_is_found() {
        hasAProductionInstance(5);
        rds.instance(NAME).put("EngineVersion", "17.5");
        CommandResult ran = doctor("--json");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(Json.fields(ran.out()))
                .filteredOn(check -> "fix".equals(check.get("state")))
                .singleElement()
                .satisfies(check -> assertThat(check)
                        .containsEntry("check", "engine")
                        .containsEntry("found", "17.5, and there is 17.6")
                        .containsEntry(
                                "fix",
                                "aws rds modify-db-instance --db-instance-identifier cruddur-db-instance --apply-immediately --engine-version 17.6")
                        .containsKeys("sound", "why"));
    }

    @Test
    void what_is_waived_is_shown_with_its_reason() {
        hasAProductionInstance(5);
        rds.instance(NAME).put("MultiAZ", false);
        CommandResult ran = doctor("--waive", "multi-az=a demo may be away");

        assertThat(ran.exitCode()).isZero();
        assertThat(states(ran)).contains("multi-az waived single zone ca-central-1a: a demo may be away");
        assertThat(doctor("--json", "--waive", "multi-az=a demo may be away").out())
                .contains("\"state\" : \"waived\"", "\"reason\" : \"a demo may be away\"");
        assertThat(doctor("--waive", "tls=nobody listens").exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "multi-az=, Give a reason for waiving multi-az",
        "multi-az=' ', Give a reason for waiving multi-az",
        "weather=it rains, 'There is no check weather. Use one of: public-access, backups,'"
    })
    void a_waiver_needs_a_check_and_a_reason(String waiver, String words) {
        CommandResult ran = doctor("--waive", waiver.replace("'", ""));

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.lastWords()).startsWith("Cruddur: " + words);
        assertThat(rds.actions()).isEmpty();
    }

    @Test
    void an_instance_that_is_not_there_is_named() {
        CommandResult ran = doctor("--db-instance-identifier", "nobodys");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords()).isEqualTo("Cruddur: There is no instance nobodys in ca-central-1.");
    }

    @Test
    void an_old_snapshot_is_found() {
        hasAProductionInstance(73);

        assertThat(states(doctor())).contains("snapshot fix newest snapshot is 3 days old");
    }

    @Test
    void the_document_lists_the_checks_as_they_are() throws IOException {
        String document = Files.readString(Path.of("../docs/rds-doctor.md"));
        String rows = Stream.of(Check.values())
                .map(check ->
                        "| `%s` | %s | %s | `%s` |\n".formatted(check.id(), check.sound(), check.why(), check.fix()))
                .reduce("", String::concat);

        assertThat(document).contains("|---|---|---|---|\n" + rows + "\n");
    }
}
