package cruddur.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.operations.EnvFile;
import cruddur.sql.ConnectionUrl;
import cruddur.testing.AuthoritiesEndpoint;
import cruddur.testing.Checkout;
import cruddur.testing.CommandResult;
import cruddur.testing.Ec2Endpoint;
import cruddur.testing.QueryEndpoint;
import cruddur.testing.RdsEndpoint;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `cruddur rds create` and `reset-password`, with endpoints that answer as Amazon's do.
class RdsCreateTest {

    private static final String NAME = "cruddur-db-instance";
    private static final String PASSWORD = "p#?%:!$ss-word";

    private final RdsEndpoint rds = new RdsEndpoint();
    private final Ec2Endpoint ec2 = new Ec2Endpoint();
    private final AuthoritiesEndpoint authorities = new AuthoritiesEndpoint();
    private final Map<String, String> environment = new HashMap<>(Map.of(
            "AWS_ENDPOINT_URL",
            rds.address(),
            "AWS_ENDPOINT_URL_EC2",
            ec2.address(),
            "RDS_CA_BUNDLE_URL",
            authorities.address(),
            "AWS_ACCESS_KEY_ID",
            QueryEndpoint.ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY",
            "hidden",
            "AWS_REGION",
            "ca-central-1",
            "AWS_EC2_METADATA_DISABLED",
            "true",
            "MASTER_USER_PASSWORD",
            PASSWORD));

    @TempDir
    private Path folder;

    private Checkout checkout = new Checkout(Path.of("."));

    @BeforeEach
    void checkOut() {
        checkout = Checkout.at(folder);
    }

    @AfterEach
    void close() {
        rds.close();
        ec2.close();
        authorities.close();
    }

    private CommandResult rds(String... arguments) {
        return CommandResult.cruddurOf(checkout, environment, "rds", arguments);
    }

    private Map<String, String> kept() {
        return new EnvFile(checkout.envFile()).read();
    }

    private ConnectionUrl prod() {
        return ConnectionUrl.parse(kept().getOrDefault("PROD_CONNECTION_URL", ""));
    }

    private Path bundle() {
        return folder.resolve("rds-ca-bundle.pem");
    }

    private static Map<String, String> freeTier() {
        Map<String, String> fields = new TreeMap<>();
        fields.put("DBInstanceIdentifier", NAME);
        fields.put("DBInstanceClass", "db.t3.micro");
        fields.put("Engine", "postgres");
        fields.put("EngineVersion", RdsEndpoint.DEFAULT_VERSION);
        fields.put("MasterUsername", "cruddurroot");
        fields.put("MasterUserPassword", PASSWORD);
        fields.put("AllocatedStorage", "20");
        fields.put("StorageType", "gp2");
        fields.put("StorageEncrypted", "true");
        fields.put("MultiAZ", "false");
        fields.put("BackupRetentionPeriod", "1");
        fields.put("CopyTagsToSnapshot", "false");
        fields.put("DeletionProtection", "false");
        fields.put("Port", "5432");
        fields.put("DBName", "cruddur");
        fields.put("PubliclyAccessible", "true");
        fields.put("EnablePerformanceInsights", "true");
        fields.put("PerformanceInsightsRetentionPeriod", "7");
        fields.put("AutoMinorVersionUpgrade", "true");
        fields.put("CACertificateIdentifier", "rds-ca-rsa2048-g1");
        fields.put("EnableIAMDatabaseAuthentication", "false");
        fields.put("ManageMasterUserPassword", "false");
        fields.put("Tags.Tag.1.Key", "application");
        fields.put("Tags.Tag.1.Value", "cruddur");
        return fields;
    }

    private static Map<String, String> production() {
        Map<String, String> fields = freeTier();
        fields.remove("MasterUserPassword");
        fields.put("DBInstanceClass", "db.t4g.medium");
        fields.put("StorageType", "gp3");
        fields.put("MultiAZ", "true");
        fields.put("BackupRetentionPeriod", "7");
        fields.put("CopyTagsToSnapshot", "true");
        fields.put("DeletionProtection", "true");
        fields.put("PubliclyAccessible", "false");
        fields.put("EnableIAMDatabaseAuthentication", "true");
        fields.put("ManageMasterUserPassword", "true");
        fields.put("DBParameterGroupName", "cruddur-postgres17");
        return fields;
    }

    @Test
    void makes_what_the_journals_made_and_keeps_how_it_is_reached() {
        rds.isSlow(2);
        CommandResult ran = rds("create", "--yes");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(rds.request("CreateDBInstance")).isEqualTo(freeTier());
        assertThat(ran.err())
                .contains("creating: AWS is creating the machine", "backing-up: ", "is available.")
                .contains("PROD_CONNECTION_URL=postgresql://cruddurroot:****@")
                .contains("next: cruddur rds allow-ip", "next: cruddur db schema-load prod")
                .doesNotContain(PASSWORD);
        ConnectionUrl url = prod();
        assertThat(url.password()).contains(PASSWORD);
        assertThat(url.host()).isEqualTo(RdsEndpoint.host(NAME));
        assertThat(url.database()).isEqualTo("cruddur");
        assertThat(url.parameters()).isEqualTo(Map.of("sslmode", "verify-full", "sslrootcert", bundle().toString()));
        assertThat(bundle()).content().startsWith("-----BEGIN CERTIFICATE-----");
    }

    @Test
    void production_is_private_doubled_protected_and_let_in_by_tls_alone() {
        CommandResult ran = rds("create", "--profile", "production", "--yes");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(rds.request("CreateDBInstance")).isEqualTo(production());
        assertThat(rds.request("CreateDBParameterGroup"))
                .containsEntry("DBParameterGroupName", "cruddur-postgres17")
                .containsEntry("DBParameterGroupFamily", "postgres17")
                .containsKey("Description");
        assertThat(rds.request("ModifyDBParameterGroup"))
                .isEqualTo(Map.of(
                        "DBParameterGroupName", "cruddur-postgres17",
                        "Parameters.Parameter.1.ParameterName", "rds.force_ssl",
                        "Parameters.Parameter.1.ParameterValue", "1",
                        "Parameters.Parameter.1.ApplyMethod", "immediate"));
        assertThat(ran.err())
                .contains("it has no public address", "aws ssm start-session")
                .doesNotContain("allow-ip");
        assertThat(prod().password()).isEmpty();
        assertThat(kept().get("PROD_CONNECTION_SECRET_ARN"))
                .isEqualTo(RdsEndpoint.secret(NAME).getString("SecretArn"));
    }

    @ParameterizedTest
    @CsvSource({"free-tier", "production"})
    void a_dry_run_shows_all_that_would_be_asked_and_asks_nothing(String profile) {
        CommandResult ran = rds("create", "--profile", profile, "--dry-run");

        assertThat(ran.exitCode()).isZero();
        assertThat(rds.actions()).allMatch(action -> action.matches("(Describe|Get).*"));
        assertThat(checkout.envFile()).doesNotExist();
        assertThat(bundle()).doesNotExist();
        assertThat(ran.out() + ran.err()).doesNotContain(PASSWORD);

        Map<String, String> shown = new TreeMap<>();
        new JsonObject(ran.out())
                .getJsonObject("CreateDBInstance")
                .forEach(field -> shown.put(field.getKey(), field.getValue().toString()));
        Map<String, String> asked = profile.equals("production") ? production() : freeTier();
        asked.remove("Tags.Tag.1.Key");
        asked.remove("Tags.Tag.1.Value");
        asked.put("Tags", "[{\"Key\":\"application\",\"Value\":\"cruddur\"}]");
        asked.computeIfPresent("MasterUserPassword", (_, _) -> "****");
        assertThat(shown).isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource({"--multi-az, MultiAZ", "--enable-performance-insights, EnablePerformanceInsights"})
    void every_switch_can_be_off(String option, String field) {
        CommandResult ran = rds("create", "--dry-run", option.replace("--", "--no-"));

        assertThat(request(ran).getBoolean(field)).as(ran.err()).isFalse();
    }

    @Test
    void every_setting_has_an_option() {
        CommandResult ran = rds("""
                        create --dry-run
                        --db-instance-identifier cruddur-copy
                        --db-instance-class db.t4g.micro
                        --engine-version 16
                        --master-username root
                        --allocated-storage 30
                        --availability-zone ca-central-1b
                        --backup-retention-period 0
                        --port 5433
                        --no-multi-az
                        --db-name other
                        --storage-type gp3
                        --no-publicly-accessible
                        --no-storage-encrypted
                        --enable-performance-insights
                        --performance-insights-retention-period 31
                        --deletion-protection
                        --manage-master-user-password
                        --enable-iam-database-authentication
                        --copy-tags-to-snapshot
                        --no-auto-minor-version-upgrade
                        --ca-certificate-identifier rds-ca-ecc384-g1
                        --db-parameter-group-name mine
                        --db-subnet-group-name inner
                        --engine postgres
                        """.strip().split("\\s+"));

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(request(ran)).isEqualTo(new JsonObject("""
                                {
                                  "DBInstanceIdentifier": "cruddur-copy",
                                  "DBInstanceClass": "db.t4g.micro",
                                  "Engine": "postgres",
                                  "EngineVersion": "16.10",
                                  "MasterUsername": "root",
                                  "AllocatedStorage": 30,
                                  "AvailabilityZone": "ca-central-1b",
                                  "BackupRetentionPeriod": 0,
                                  "Port": 5433,
                                  "MultiAZ": false,
                                  "DBName": "other",
                                  "StorageType": "gp3",
                                  "PubliclyAccessible": false,
                                  "StorageEncrypted": false,
                                  "EnablePerformanceInsights": true,
                                  "PerformanceInsightsRetentionPeriod": 31,
                                  "DeletionProtection": true,
                                  "ManageMasterUserPassword": true,
                                  "EnableIAMDatabaseAuthentication": true,
                                  "CopyTagsToSnapshot": true,
                                  "AutoMinorVersionUpgrade": false,
                                  "CACertificateIdentifier": "rds-ca-ecc384-g1",
                                  "DBParameterGroupName": "mine",
                                  "DBSubnetGroupName": "inner",
                                  "Tags": [{"Key": "application", "Value": "cruddur"}]
                                }
                                """));
    }

    private static JsonObject request(CommandResult dryRun) {
        return new JsonObject(dryRun.out()).getJsonObject("CreateDBInstance");
    }

    @Test
    void without_an_answer_it_shows_the_request_and_makes_nothing() {
        CommandResult ran = rds("create");

        assertThat(ran.exitCode()).isEqualTo(4);
        assertThat(ran.err()).contains("\"CreateDBInstance\"", "\"MultiAZ\" : false");
        assertThat(ran.lastWords()).isEqualTo("Cruddur: nothing was changed. To confirm, add: --yes");
        assertThat(rds.actions()).doesNotContain("CreateDBInstance");
    }

    @Test
    void a_password_that_is_made_is_kept_before_aws_hears_of_it() {
        environment.remove("MASTER_USER_PASSWORD");
        rds.refuses("CreateDBInstance", 400, "StorageQuotaExceeded", "Too much storage");
        CommandResult refused = rds("create", "--yes");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.lastWords()).endsWith("refuses to create " + NAME + ": Too much storage");
        String made = kept().get("MASTER_USER_PASSWORD");
        assertThat(made).hasSize(32);
        assertThat(refused.err()).contains(".env").doesNotContain(made);

        assertThat(rds("create", "--yes").exitCode()).isZero();
        assertThat(rds.requests("CreateDBInstance").getLast()).containsEntry("MasterUserPassword", made);
        assertThat(prod().password()).contains(made);
    }

    @ParameterizedTest
    @CsvSource({
        "short, 'A master password has 8 to 128 characters; this one has 5.'",
        "slash/slash, 'A master password cannot contain / \" @ or space.'",
        "quote\"quote, 'A master password cannot contain / \" @ or space.'",
        "at@at@at@at, 'A master password cannot contain / \" @ or space.'",
        "with a space, 'A master password cannot contain / \" @ or space.'",
        "Käsekuchen, 'A master password has only printable ASCII characters; this one has others.'"
    })
    void a_password_that_rds_would_refuse_is_refused_first(String password, String words) {
        environment.put("MASTER_USER_PASSWORD", password);
        CommandResult ran = rds("create", "--yes");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.lastWords()).isEqualTo("Cruddur: " + words);
        assertThat(rds.actions()).doesNotContain("CreateDBInstance");
    }

    @Test
    void a_multi_az_instance_in_one_zone_is_misuse() {
        CommandResult ran = rds("create", "--profile", "production", "--availability-zone", "ca-central-1a");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.lastWords()).endsWith("or add --no-multi-az.");
    }

    @Test
    void another_profile_is_misuse() {
        assertThat(rds("create", "--profile", "huge").lastWords())
                .isEqualTo("Cruddur: There is no profile huge. Use free-tier or production.");
    }

    @Test
    void a_class_that_rds_gave_up_is_followed_by_its_successor() {
        rds.lacks("db.t3.micro");

        assertThat(rds("create", "--dry-run").out()).contains("\"db.t4g.micro\"");
    }

    @Test
    void run_again_it_continues_to_wait() {
        rds("create", "--yes");
        rds.passesThrough(NAME, "backing-up", "available");
        CommandResult again = rds("create", "--yes");

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err()).contains("Cruddur: cruddur-db-instance exists already.");
        assertThat(rds.requests("CreateDBInstance")).hasSize(1);
        assertThat(authorities.fetched()).isEqualTo(1);
    }

    @Test
    void an_answer_that_was_lost_makes_no_second_instance() {
        rds.losesTheAnswerTo("CreateDBInstance");

        assertThat(rds("create", "--yes").exitCode()).isZero();
        assertThat(kept()).containsKey("PROD_CONNECTION_URL");
    }

    @Test
    void an_instance_with_other_settings_is_refused() {
        rds.has(NAME, JsonObject.of("AllocatedStorage", 100, "PubliclyAccessible", true));
        CommandResult ran = rds("create", "--yes");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords())
                .startsWith("Cruddur: There is another cruddur-db-instance, which is available: ")
                .contains("AllocatedStorage is 100 and not 20");
        assertThat(rds.actions()).doesNotContain("CreateDBInstance");
    }

    @Test
    void then_stop_stops_what_was_made() {
        CommandResult ran = rds("create", "--yes", "--then-stop");

        assertThat(ran.exitCode()).isZero();
        assertThat(rds.instance(NAME).getString("DBInstanceStatus")).isEqualTo("stopped");
        assertThat(kept()).containsKey("PROD_CONNECTION_URL");
        assertThat(ran.lastWords()).contains("deploy/rds/keep-stopped.yaml");
    }

    @Test
    void a_security_group_is_made_lets_this_machine_in_and_is_kept() {
        environment.put("GITPOD_IP", "203.0.113.7");
        CommandResult ran = rds("create", "--yes", "--security-group", "cruddur-guard");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        String id = kept().get("DB_SG_ID");
        assertThat(ec2.request("CreateSecurityGroup")).containsEntry("GroupName", "cruddur-guard");
        assertThat(rds.request("CreateDBInstance")).containsEntry("VpcSecurityGroupIds.VpcSecurityGroupId.1", id);
        assertThat(ec2.request("AuthorizeSecurityGroupIngress"))
                .containsEntry("GroupId", id)
                .containsValue("203.0.113.7/32");
        assertThat(ran.err())
                .contains("DB_SG_ID=" + id, " allows 203.0.113.7.")
                .containsPattern("Cruddur: DB_SG_RULE_ID=sgr-[0-9a-f]+");
        assertThat(kept()).doesNotContainKey("DB_SG_RULE_ID");
    }

    @Test
    void a_private_instance_gets_no_rule() {
        rds("create", "--yes", "--security-group", "cruddur-guard", "--no-publicly-accessible");

        assertThat(ec2.actions()).contains("CreateSecurityGroup");
        assertThat(ec2.actions()).doesNotContain("AuthorizeSecurityGroupIngress");
    }

    @Test
    void the_security_group_that_is_set_is_taken() {
        environment.put("DB_SG_ID", Ec2Endpoint.GROUP);

        rds("create", "--yes");
        assertThat(rds.request("CreateDBInstance"))
                .containsEntry("VpcSecurityGroupIds.VpcSecurityGroupId.1", Ec2Endpoint.GROUP);
    }

    @Test
    void nothing_is_made_without_the_certificates() {
        authorities.publishes("<html>Sign in to the hotel's network</html>");
        CommandResult ran = rds("create", "--yes");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords()).startsWith("Cruddur: There are no certificates in http://");
        authorities.close();
        assertThat(rds("create", "--yes").exitCode()).isEqualTo(3);
        assertThat(rds.actions()).doesNotContain("CreateDBInstance");
        assertThat(bundle()).doesNotExist();
    }

    @Test
    void reset_password_waits_until_it_is_in_force_and_keeps_the_address_in_step() {
        rds.has(NAME, new JsonObject());
        rds.isSlow(2);
        CommandResult ran = rds("reset-password", "--yes");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(rds.request("ModifyDBInstance"))
                .isEqualTo(Map.of(
                        "DBInstanceIdentifier", NAME,
                        "MasterUserPassword", PASSWORD,
                        "ApplyImmediately", "true"));
        assertThat(rds.instance(NAME).getJsonObject("PendingModifiedValues").getMap())
                .isEmpty();
        assertThat(ran.err())
                .contains("resetting-master-credentials", "is in force")
                .doesNotContain(PASSWORD);
        assertThat(prod().password()).contains(PASSWORD);
    }

    @Test
    void reset_password_generates_a_random_one() {
        rds.has(NAME, new JsonObject());
        CommandResult ran = rds("reset-password", "--generate", "--yes");

        String made = rds.request("ModifyDBInstance").get("MasterUserPassword");
        assertThat(made).hasSize(32).isNotEqualTo(PASSWORD);
        assertThat(kept()).containsEntry("MASTER_USER_PASSWORD", made);
        assertThat(ran.err() + ran.out()).doesNotContain(made);
    }

    @Test
    void reset_password_leaves_the_address_of_another_server_alone() {
        rds.has(NAME, new JsonObject());
        environment.put("PROD_CONNECTION_URL", "postgresql://me@other.example/cruddur");
        CommandResult ran = rds("reset-password", "--yes");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.lastWords()).isEqualTo("Cruddur: PROD_CONNECTION_URL is another server's, and stays unchanged.");
        assertThat(checkout.envFile()).doesNotExist();
    }

    @Test
    void reset_password_leaves_a_managed_password_to_aws() {
        rds.has(NAME, JsonObject.of("MasterUserSecret", RdsEndpoint.secret(NAME)));
        CommandResult ran = rds("reset-password");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords()).contains("aws secretsmanager rotate-secret --secret-id arn:");
        assertThat(rds.actions()).doesNotContain("ModifyDBInstance");
    }

    @Test
    void reset_password_of_a_stopped_instance_prints_how_to_start_it() {
        rds.has(NAME, JsonObject.of("DBInstanceStatus", "stopped"));

        assertThat(rds("reset-password").lastWords()).endsWith("cruddur rds start");
    }

    @Test
    void reset_password_takes_it_from_stdin() {
        rds.has(NAME, new JsonObject());
        CommandResult ran = CommandResult.processOf(
                checkout, "from-stdin\n", environment, "rds", "reset-password", "--password-stdin", "--yes");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(rds.request("ModifyDBInstance")).containsEntry("MasterUserPassword", "from-stdin");
        assertThat(prod().password()).contains("from-stdin");
    }

    @Test
    void an_empty_stdin_is_no_password() {
        rds.has(NAME, new JsonObject());

        assertThat(rds("reset-password", "--password-stdin").exitCode()).isEqualTo(2);
        assertThat(rds.actions()).doesNotContain("ModifyDBInstance");
    }

    @Test
    void each_setting_has_one_value_after_every_command() {
        environment.remove("MASTER_USER_PASSWORD");
        rds("create", "--yes");
        CommandResult.processOf(
                checkout, "from-stdin\n", environment, "rds", "reset-password", "--password-stdin", "--yes");
        assertThat(kept()).containsEntry("MASTER_USER_PASSWORD", "from-stdin");

        assertThat(rds("create", "--yes").exitCode()).isZero();
        assertThat(prod().password()).contains("from-stdin");

        CommandResult ran = rds("delete", "--confirm", NAME);
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("Cruddur: PROD_CONNECTION_URL is removed from ");
        assertThat(kept()).doesNotContainKey("PROD_CONNECTION_URL");
    }

    @Test
    void settings_left_in_the_environment_are_reported() {
        rds.has(NAME, new JsonObject());
        environment.put("PROD_CONNECTION_URL", "postgresql://cruddurroot:old@" + RdsEndpoint.host(NAME) + "/cruddur");
        CommandResult reset = rds("reset-password", "--generate", "--yes");
        assertThat(reset.err())
                .contains(
                        "the environment has another MASTER_USER_PASSWORD, which takes precedence",
                        "the environment has another PROD_CONNECTION_URL, which takes precedence");

        assertThat(rds("delete", "--confirm", NAME).lastWords())
                .isEqualTo("Cruddur: the environment still has PROD_CONNECTION_URL. Unset it there.");
    }

    @ParameterizedTest
    @CsvSource({"--engine=mysql, needs PostgreSQL", "--port=99999, from 1150 to 65535", "--port=0, from 1150 to 65535"})
    void what_rds_or_cruddur_would_not_take_is_misuse(String option, String words) {
        CommandResult ran = rds("create", option, "--dry-run");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.lastWords()).contains(words);
        assertThat(rds.actions()).isEmpty();
    }

    @Test
    void a_dry_run_shows_the_security_group_and_the_rule() {
        environment.put("GITPOD_IP", "203.0.113.7");
        CommandResult ran = rds("create", "--dry-run", "--security-group", "cruddur-guard", "--port", "5433");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.err())
                .contains(
                        "Cruddur: security group: cruddur-guard, to be created in the default VPC of ca-central-1",
                        "Cruddur: rule: + 203.0.113.7/32 to port 5433, for user/ada until ");
        assertThat(ec2.actions()).doesNotContain("CreateSecurityGroup", "AuthorizeSecurityGroupIngress");
    }
}
