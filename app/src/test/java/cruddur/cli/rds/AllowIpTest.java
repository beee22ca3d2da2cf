package cruddur.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.testing.AddressEndpoint;
import cruddur.testing.Cluster;
import cruddur.testing.CommandResult;
import cruddur.testing.Ec2Endpoint;
import cruddur.testing.Ec2Endpoint.Rule;
import cruddur.testing.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `cruddur rds allow-ip` and `revoke-ip` with an EC2 that answers as Amazon's does.
class AllowIpTest {

    private static final String LATER = "2099-01-01T00:00:00Z";
    private static final String BEFORE = "2020-01-01T00:00:00Z";
    private static final Rule ADAS = Rule.of("sgr-0000000000000aada", "198.51.100.4/32", "user/ada", LATER);
    private static final Rule DILIPS = Rule.of("sgr-0000000000000dddd", "198.51.100.8/32", "user/dilip", LATER);
    private static final Rule BY_HAND = Rule.byHand("sgr-0000000000000aaaa", "198.51.100.9/32");

    private final Ec2Endpoint ec2 = new Ec2Endpoint();
    private final Map<String, String> environment = new HashMap<>(Map.of(
            "AWS_ENDPOINT_URL",
            ec2.address(),
            "AWS_ACCESS_KEY_ID",
            Ec2Endpoint.ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY",
            "hidden",
            "AWS_REGION",
            "ca-central-1",
            "AWS_EC2_METADATA_DISABLED",
            "true",
            "DB_SG_ID",
            Ec2Endpoint.GROUP));

    @AfterEach
    void close() {
        ec2.close();
    }

    private CommandResult rds(String... arguments) {
        return CommandResult.cruddur(environment, "rds", arguments);
    }

    private CommandResult allow(String... arguments) {
        return rds(Stream.concat(Stream.of("allow-ip", "--ip", "203.0.113.7"), Stream.of(arguments))
                .toArray(String[]::new));
    }

    /// The services that report a machine's address.
    private CommandResult allowAsking(AddressEndpoint one, AddressEndpoint other) {
        environment.put(
                "JDK_JAVA_OPTIONS",
                "-Dcruddur.address.services=http://" + one.authority() + "/,http://" + other.authority() + "/");
        return CommandResult.process(environment, "rds", "allow-ip");
    }

    private List<String> sources() {
        return ec2.rules().stream().map(Rule::source).toList();
    }

    private static Instant until(Map<String, String> request, String tag) {
        return Instant.parse(request.get(tag));
    }

    @Test
    void prints_account_and_user_and_adds_a_rule_that_expires() {
        CommandResult ran = allow();

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err().lines().filter(line -> !line.endsWith(" …")))
                .containsExactly(
                        "Cruddur: this machine's address is 203.0.113.7, from --ip",
                        "Cruddur: AWS account 123456789012, ca-central-1",
                        "Cruddur: security group sg-0123456789abcdef0 (cruddur-db), as user/ada",
                        "Cruddur: sgr-00000000000000abc allows 203.0.113.7.",
                        "Cruddur: not checked whether PostgreSQL answers, because PROD_CONNECTION_URL is not set.");
        Map<String, String> request = ec2.request("AuthorizeSecurityGroupIngress");
        String end = request.get("TagSpecification.1.Tag.2.Value");
        assertThat(request)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("GroupId", Ec2Endpoint.GROUP),
                        Map.entry("IpPermissions.1.IpProtocol", "tcp"),
                        Map.entry("IpPermissions.1.FromPort", "5432"),
                        Map.entry("IpPermissions.1.ToPort", "5432"),
                        Map.entry("IpPermissions.1.IpRanges.1.CidrIp", "203.0.113.7/32"),
                        Map.entry("IpPermissions.1.IpRanges.1.Description", "GITPOD"),
                        Map.entry("TagSpecification.1.ResourceType", "security-group-rule"),
                        Map.entry("TagSpecification.1.Tag.1.Key", "created-by"),
                        Map.entry("TagSpecification.1.Tag.1.Value", "cruddur"),
                        Map.entry("TagSpecification.1.Tag.2.Key", "cruddur:user/ada"),
                        Map.entry("TagSpecification.1.Tag.2.Value", end)));
        assertThat(Instant.parse(end))
                .isBetween(
                        Instant.now().plus(29, ChronoUnit.DAYS), Instant.now().plus(31, ChronoUnit.DAYS));
        assertThat(ran.out())
                .isEqualToIgnoringNewLines("+ 203.0.113.7/32 to port 5432, for user/ada until " + end + ": GITPOD");
        assertThat(ec2.request("DescribeSecurityGroups")).isEqualTo(Map.of("GroupId.1", Ec2Endpoint.GROUP));
        assertThat(ec2.requests("DescribeSecurityGroupRules"))
                .hasSize(2)
                .allMatch(Map.of("Filter.1.Name", "group-id", "Filter.1.Value.1", Ec2Endpoint.GROUP)::equals);
    }

    @Test
    void ipv6_is_128_bits_and_leaves_rules_for_ipv4() {
        ec2.has(ADAS);

        assertThat(rds("allow-ip", "--ip", "2001:db8::7", "--description", "home")
                        .exitCode())
                .isZero();
        assertThat(ec2.request("AuthorizeSecurityGroupIngress"))
                .containsEntry("IpPermissions.1.Ipv6Ranges.1.CidrIpv6", "2001:db8::7/128")
                .containsEntry("IpPermissions.1.Ipv6Ranges.1.Description", "home");
        assertThat(sources()).containsExactly("198.51.100.4/32", "2001:db8::7/128");
    }

    @Test
    void only_rules_of_the_same_person_go() {
        Rule otherPort = Rule.of("sgr-0000000000000aad2", "198.51.100.4/32", "user/ada", LATER);
        Stream.of(ADAS, DILIPS, BY_HAND, otherPort.to(5433)).forEach(ec2::has);
        CommandResult ran = allow();

        assertThat(ran.out().lines().skip(1)).containsExactly("- sgr-0000000000000aada 198.51.100.4/32");
        assertThat(ec2.request("RevokeSecurityGroupIngress"))
                .isEqualTo(Map.of("GroupId", Ec2Endpoint.GROUP, "SecurityGroupRuleId.1", "sgr-0000000000000aada"));
        assertThat(ec2.rules()).hasSize(4).contains(DILIPS, BY_HAND, otherPort.to(5433));
    }

    @Test
    void the_same_address_again_is_needed_for_longer() {
        allow();
        CommandResult again = allow("--expires-in", "400d");

        assertThat(again.exitCode()).isZero();
        Map<String, String> request = ec2.request("CreateTags");
        assertThat(request)
                .containsEntry("ResourceId.1", "sgr-00000000000000abc")
                .containsEntry("Tag.1.Key", "cruddur:user/ada")
                .hasSize(3);
        assertThat(until(request, "Tag.1.Value")).isAfter(Instant.now().plus(399, ChronoUnit.DAYS));
        assertThat(again.out()).startsWith("= sgr-00000000000000abc 203.0.113.7/32, for user/ada until ");
        assertThat(sources()).containsExactly("203.0.113.7/32");
    }

    @Test
    void people_at_one_address_share_a_rule_and_the_last_one_takes_it_away() {
        allow();
        ec2.isAskedBy("arn:aws:sts::123456789012:assumed-role/operators/dilip");
        allow();
        CommandResult dilipLeaves = rds("revoke-ip");

        assertThat(dilipLeaves.out())
                .isEqualToIgnoringNewLines(
                        "= sgr-00000000000000abc 203.0.113.7/32, kept for other people, no longer for assumed-role/operators/dilip");
        assertThat(ec2.request("DeleteTags"))
                .isEqualTo(Map.of(
                        "ResourceId.1", "sgr-00000000000000abc", "Tag.1.Key", "cruddur:assumed-role/operators/dilip"));
        ec2.isAskedBy("arn:aws:iam::123456789012:user/ada");
        assertThat(rds("revoke-ip").out()).isEqualToIgnoringNewLines("- sgr-00000000000000abc 203.0.113.7/32");
        assertThat(ec2.rules()).isEmpty();
    }

    @Test
    void a_rule_that_was_made_by_hand_is_enough_and_left_alone() {
        Rule byHand = Rule.byHand("sgr-0000000000000aaaa", "203.0.113.7/32");
        ec2.has(byHand);
        CommandResult ran = allow();

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .isEqualToIgnoringNewLines("= sgr-0000000000000aaaa 203.0.113.7/32, made by hand and unchanged");
        assertThat(ec2.rules()).containsExactly(byHand);
        assertThat(ec2.history()).isEmpty();
    }

    @Test
    void the_rule_that_is_named_is_moved_and_keeps_its_description() {
        ec2.has(BY_HAND);
        ec2.has(DILIPS);
        environment.put("DB_SG_RULE_ID", BY_HAND.id());
        CommandResult ran = allow();

        assertThat(ran.out())
                .isEqualToIgnoringNewLines("~ sgr-0000000000000aaaa 198.51.100.9/32 becomes 203.0.113.7/32: GITPOD");
        String rule = "SecurityGroupRule.1.SecurityGroupRule.";
        assertThat(ec2.request("ModifySecurityGroupRules"))
                .isEqualTo(Map.of(
                        "GroupId",
                        Ec2Endpoint.GROUP,
                        "SecurityGroupRule.1.SecurityGroupRuleId",
                        BY_HAND.id(),
                        rule + "IpProtocol",
                        "tcp",
                        rule + "FromPort",
                        "5432",
                        rule + "ToPort",
                        "5432",
                        rule + "CidrIpv4",
                        "203.0.113.7/32",
                        rule + "Description",
                        "GITPOD"));
        assertThat(sources()).containsExactly("203.0.113.7/32", "198.51.100.8/32");
        allow("--description", "home");
        assertThat(ec2.rules().getFirst().description()).isEqualTo("home");
    }

    @Test
    void a_named_rule_that_other_people_need_is_not_changed() {
        ec2.has(DILIPS);
        environment.put("DB_SG_RULE_ID", DILIPS.id());
        CommandResult ran = allow();

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords())
                .isEqualTo(
                        "Cruddur: DB_SG_RULE_ID names sgr-0000000000000dddd, which is needed by other people. Set it to another rule, or leave it empty for a rule of your own.");
        assertThat(ec2.history()).isEmpty();
    }

    @Test
    void sweeping_removes_all_expired_rules() {
        Rule expired = Rule.of("sgr-000000000000000e1", "198.51.100.5/32", "user/dilip", BEFORE);
        Rule needed = Rule.of("sgr-000000000000000e2", "198.51.100.6/32", "user/dilip", BEFORE, "user/cleo", LATER);
        Rule unclear = Rule.of("sgr-000000000000000e3", "198.51.100.7/32", "user/esra", "soon");
        Stream.of(expired, needed, unclear, BY_HAND).forEach(ec2::has);

        assertThat(allow().out()).startsWith("+ ").hasLineCount(1);
        assertThat(allow("--sweep").out().lines()).first().isEqualTo("- sgr-000000000000000e1 198.51.100.5/32");
        assertThat(ec2.rules()).contains(needed, unclear, BY_HAND).doesNotContain(expired);
    }

    @Test
    void a_dry_run_prints_all_changes_and_makes_none() {
        ec2.has(ADAS);
        CommandResult ran = allow("--dry-run");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.lastWords()).isEqualTo("Cruddur: nothing is changed. Without --dry-run:");
        assertThat(ran.out().lines().map(line -> line.substring(0, 20)))
                .containsExactly("+ 203.0.113.7/32 to ", "- sgr-0000000000000a");
        assertThat(ec2.history()).isEmpty();
        assertThat(rds("revoke-ip", "--dry-run").out())
                .isEqualToIgnoringNewLines("- sgr-0000000000000aada 198.51.100.4/32");
        assertThat(ec2.history()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.1", "0.0.0.0/0", "my.example.com"})
    void what_is_no_address_of_a_machine_never_reaches_aws(String address) {
        CommandResult ran = rds("allow-ip", "--ip", address);

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.lastWords()).startsWith("Cruddur: --ip: ").endsWith(".");
        assertThat(ec2.actions()).isEmpty();
    }

    @Test
    void a_workspace_sets_its_address_itself() {
        environment.put("GITPOD_IP", "203.0.113.9");

        assertThat(rds("allow-ip").err()).contains("Cruddur: this machine's address is 203.0.113.9, from GITPOD_IP");
        assertThat(sources()).containsExactly("203.0.113.9/32");
        environment.put("GITPOD_IP", "garbage");
        assertThat(rds("allow-ip").lastWords()).startsWith("Cruddur: GITPOD_IP: This is not an IP address");
    }

    @Test
    void two_services_that_agree_are_believed() {
        try (AddressEndpoint one = AddressEndpoint.answering("203.0.113.9\n");
                AddressEndpoint other = AddressEndpoint.answering("203.0.113.9")) {
            assertThat(allowAsking(one, other).err())
                    .contains("Cruddur: this machine's address is 203.0.113.9, from "
                            + one.authority()
                            + " and "
                            + other.authority());
        }
        assertThat(sources()).containsExactly("203.0.113.9/32");
    }

    @Test
    void two_services_that_do_not_agree_are_both_named() {
        try (AddressEndpoint one = AddressEndpoint.answering("203.0.113.9");
                AddressEndpoint other = AddressEndpoint.answering("203.0.113.10")) {
            CommandResult ran = allowAsking(one, other);

            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.lastWords())
                    .isEqualTo(
                            "Cruddur: %s sees this machine at 203.0.113.9, and %s sees this machine at 203.0.113.10; a VPN or a proxy may be why. Name the right address with --ip."
                                    .formatted(one.authority(), other.authority()));
        }
        assertThat(ec2.history()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"200, <html>hello</html>, 1", "200, '', 1", "503, 203.0.113.9, 3"})
    void a_service_without_an_answer_is_named(int status, String text, int exitCode) {
        try (AddressEndpoint one = AddressEndpoint.answering("203.0.113.9");
                AddressEndpoint other = AddressEndpoint.answering(status, text)) {
            CommandResult ran = allowAsking(one, other);

            assertThat(ran.exitCode()).isEqualTo(exitCode);
            assertThat(ran.lastWords())
                    .startsWith("Cruddur: " + other.authority())
                    .endsWith(" with --ip.");
        }
        assertThat(ec2.history()).isEmpty();
    }

    @Test
    void services_that_are_away_are_named() {
        AddressEndpoint gone = AddressEndpoint.answering("203.0.113.9");
        gone.close();
        CommandResult ran = allowAsking(gone, gone);

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.lastWords()).startsWith("Cruddur: " + gone.authority());
    }

    @Test
    void without_a_group_it_prints_where_to_find_one() {
        environment.remove("DB_SG_ID");
        CommandResult ran = rds("allow-ip");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err())
                .isEqualToIgnoringNewLines(
                        "Cruddur: Set DB_SG_ID to the security group of the database, like sg-0123456789abcdef0; the RDS console shows it under Connectivity & security.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sg-00000000000000bad", "sg-nonsense"})
    void a_group_that_is_not_there_is_named(String group) {
        environment.put("DB_SG_ID", group);
        CommandResult ran = allow();

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords()).startsWith("Cruddur: There is no security group " + group + " in ca-central-1.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0d", "7w", "99999d"})
    void a_time_that_is_none_is_refused(String time) {
        CommandResult ran = allow("--expires-in", time);

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.lastWords()).contains("like 12h or 7d");
    }

    @Test
    void a_description_that_aws_would_refuse_is_refused_here() {
        CommandResult ran = allow("--description", "café");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.lastWords()).contains("letters and digits without accents");
        assertThat(ec2.history()).isEmpty();
    }

    @Test
    void a_full_group_prints_how_to_make_room() {
        ec2.refuses(
                "AuthorizeSecurityGroupIngress",
                400,
                "RulesPerSecurityGroupLimitExceeded",
                "The maximum number of rules per security group has been reached.");

        assertThat(allow().lastWords()).contains("as many rules as AWS allows").contains("--sweep");
    }

    @Test
    void reports_that_postgresql_answers() {
        ConnectionUrl database = Cluster.NEWEST.empty();
        environment.put("PROD_CONNECTION_URL", database.reveal());
        CommandResult ran = allow();

        assertThat(ran.lastWords())
                .isEqualTo("Cruddur: PostgreSQL answers at %s:%d.".formatted(database.host(), database.port()));
        assertThat(ec2.request("AuthorizeSecurityGroupIngress"))
                .containsEntry("IpPermissions.1.FromPort", Integer.toString(database.port()));
    }

    private CommandResult probing(String host, int port) {
        environment.put("PROD_CONNECTION_URL", "postgresql://cruddur:hidden@%s:%d/cruddur".formatted(host, port));
        CommandResult ran = allow();
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).doesNotContain("hidden");
        return ran;
    }

    @Test
    void reports_that_a_name_has_no_address() {
        assertThat(probing("nowhere.invalid", 5432).err())
                .contains("nowhere.invalid:5432 has no address: the instance does not exist");
    }

    @Test
    void reports_that_nothing_listens() {
        assertThat(probing("127.0.0.1", Ports.CLOSED).err())
                .contains("127.0.0.1:" + Ports.CLOSED + " refuses the connection: nothing listens there");
    }

    @Test
    void reports_that_another_program_answers() {
        try (AddressEndpoint web = AddressEndpoint.answering("hello")) {
            URI place = URI.create("http://" + web.authority());
            assertThat(probing(place.getHost(), place.getPort()).lastWords()).contains("it is not PostgreSQL");
        }
    }

    /// A full connection queue answers nothing, like a firewall.
    @Test
    void reports_that_nothing_answers() throws IOException {
        List<Socket> queue = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 2; i++) {
                queue.add(new Socket(full.getInetAddress(), full.getLocalPort()));
            }
            assertThat(probing("127.0.0.1", full.getLocalPort()).err())
                    .contains("does not answer: the instance may be stopped");
        } finally {
            for (Socket waiting : queue) {
                waiting.close();
            }
        }
    }

    @Test
    void taking_back_what_is_not_there_is_done() {
        ec2.has(DILIPS);
        ec2.has(BY_HAND);
        CommandResult ran = rds("revoke-ip");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.lastWords()).isEqualTo("Cruddur: allow-ip has made no rule for user/ada.");
        assertThat(ec2.rules()).containsExactly(DILIPS, BY_HAND);
    }

    @Test
    void a_named_rule_is_removed_unless_it_is_another_persons() {
        ec2.has(DILIPS);
        ec2.has(BY_HAND);

        assertThat(rds("revoke-ip", "--rule", BY_HAND.id()).exitCode()).isZero();
        CommandResult others = rds("revoke-ip", "--rule", DILIPS.id());
        assertThat(others.exitCode()).isEqualTo(1);
        assertThat(others.lastWords())
                .isEqualTo("Cruddur: sgr-0000000000000dddd is another person's rule, which only they can remove.");
        assertThat(ec2.rules()).containsExactly(DILIPS);
    }

    @Test
    void credentials_without_the_right_are_reported() {
        ec2.refuses(
                "AuthorizeSecurityGroupIngress",
                403,
                "UnauthorizedOperation",
                "You are not authorized to perform this operation.");
        CommandResult ran = allow();

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.lastWords())
                .isEqualTo(
                        "Cruddur: These AWS credentials may not change the rules of sg-0123456789abcdef0 (cruddur-db): You are not authorized to perform this operation.");
    }
}
