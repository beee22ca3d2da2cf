package cruddur.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cruddur.operations.OperationException;
import cruddur.settings.Settings;
import cruddur.testing.Ec2Endpoint;
import cruddur.testing.Ec2Endpoint.Rule;
import cruddur.testing.QueryEndpoint.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The rules of a security group during failures.
class IngressTest {

    private static final String ADA = "user/ada";
    private static final String DILIP = "user/dilip";
    private static final String LATER = "2099-01-01T00:00:00Z";
    private static final String OLD = "198.51.100.4/32";
    private static final String NEW = "203.0.113.7/32";

    private static final Rule BY_HAND = Rule.byHand("sgr-0000000000000aaaa", "198.51.100.9/32");
    private static final Rule DILIPS = Rule.of("sgr-0000000000000dddd", "198.51.100.8/32", DILIP, LATER);

    /// Ada's earlier rules: one of her old address, or none of hers.
    @SuppressWarnings("ImmutableEnumChecker") // rules do not change
    enum Before {
        A_RULE_OF_HER_OWN(Rule.of("sgr-0000000000000aada", OLD, ADA, LATER), ""),
        A_RULE_SHE_SHARES(Rule.of("sgr-0000000000000aada", OLD, ADA, LATER, DILIP, LATER), ""),
        THE_NAMED_RULE(Rule.byHand("sgr-0000000000000aada", OLD), "sgr-0000000000000aada"),
        THE_NAMED_RULE_MADE_HERE(Rule.of("sgr-0000000000000aada", OLD, ADA, LATER), "sgr-0000000000000aada"),
        ONE_THAT_WAS_HERS_AND_A_NEW_ONE_OF_DILIPS(Rule.of("sgr-0000000000000aada", OLD, ADA, LATER), "") {
            @Override
            void arrange(Ec2Endpoint ec2) {
                super.arrange(ec2);
                ec2.has(Rule.of("sgr-0000000000000ddd2", NEW, DILIP, LATER));
            }
        };

        private final Rule rule;
        private final String named;

        Before(Rule rule, String named) {
            this.rule = rule;
            this.named = named;
        }

        void arrange(Ec2Endpoint ec2) {
            ec2.has(BY_HAND);
            ec2.has(DILIPS);
            ec2.has(rule);
        }
    }

    private final Ec2Endpoint ec2 = new Ec2Endpoint();

    @AfterEach
    void close() {
        ec2.close();
    }

    private static Ingress ingress(Ec2Endpoint ec2) {
        Account account = Account.of(new Settings(Map.of(
                "AWS_ACCESS_KEY_ID",
                Ec2Endpoint.ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY",
                "hidden",
                "AWS_REGION",
                "ca-central-1",
                "AWS_ENDPOINT_URL",
                ec2.address())));
        return new Ingress(account, new SecurityGroup(Ec2Endpoint.GROUP, "cruddur-db", Ec2Endpoint.VPC));
    }

    private static AccessRequest ada(String named) {
        return new AccessRequest(
                ADA,
                PublicAddress.parse("203.0.113.7"),
                5432,
                Optional.of(named).filter(name -> !name.isEmpty()),
                Optional.empty(),
                Duration.ofDays(1));
    }

    private static boolean allow(Ec2Endpoint ec2, Before before) {
        try {
            ingress(ec2).allow(ada(before.named), false, _ -> {});
            return true;
        } catch (OperationException _) {
            return false;
        }
    }

    /// Ada has access by a rule that no other person's run removes while she needs it.
    private static boolean letsAdaIn(List<Rule> rules) {
        return rules.stream()
                .filter(rule -> List.of(OLD, NEW).contains(rule.source()))
                .anyMatch(rule -> rule.tags().isEmpty() || rule.tags().containsKey("cruddur:" + ADA));
    }

    private static boolean letsIn(List<Rule> rules, String source, String person) {
        return rules.stream()
                .filter(rule -> rule.source().equals(source))
                .anyMatch(rule -> rule.tags().containsKey("cruddur:" + person));
    }

    /// Fails after a number of requests, and checks the state after every change.
    private static boolean survives(Before before, Fault fault, int requests) {
        try (Ec2Endpoint ec2 = new Ec2Endpoint()) {
            before.arrange(ec2);
            List<Rule> arranged = ec2.rules();
            ec2.breaksAfter(requests, fault);
            boolean done = allow(ec2, before);
            assertThat(ec2.history())
                    .as("%s after %d requests", fault, requests)
                    .allMatch(IngressTest::letsAdaIn)
                    .allMatch(rules -> rules.containsAll(List.of(BY_HAND, DILIPS)))
                    .allMatch(rules -> arranged.stream()
                            .filter(rule -> rule.tags().containsKey("cruddur:" + DILIP))
                            .allMatch(rule -> letsIn(rules, rule.source(), DILIP)));
            ec2.recovers();
            assertThat(allow(ec2, before)).as("a second run after %s", fault).isTrue();
            assertThat(ec2.rules())
                    .contains(BY_HAND, DILIPS)
                    .filteredOn(rule -> rule.source().equals(NEW))
                    .hasSize(1);
            assertThat(letsIn(ec2.rules(), OLD, ADA)).isFalse();
            return done;
        }
    }

    @ParameterizedTest
    @EnumSource(Before.class)
    void after_any_failure_she_has_access_and_so_have_others(Before before) {
        for (Fault fault : List.of(Fault.REFUSES, Fault.LOSES_REQUESTS, Fault.LOSES_ANSWERS)) {
            int requests = 0;
            while (!survives(before, fault, requests)) {
                requests++;
            }
            assertThat(requests).as("requests that can fail").isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void throttling_removes_no_access() {
        int requests = 0;
        while (!survives(Before.A_RULE_OF_HER_OWN, Fault.THROTTLES, requests)) {
            requests++;
        }
        assertThat(requests).isEqualTo(4);
    }

    @Test
    void nothing_is_taken_back_before_aws_shows_what_it_did() {
        Before.A_RULE_OF_HER_OWN.arrange(ec2);
        ec2.lags(3);

        ingress(ec2).allow(ada(""), false, _ -> {});

        assertThat(ec2.actions())
                .containsExactly(
                        "DescribeSecurityGroupRules",
                        "AuthorizeSecurityGroupIngress",
                        "DescribeSecurityGroupRules",
                        "DescribeSecurityGroupRules",
                        "DescribeSecurityGroupRules",
                        "DescribeSecurityGroupRules",
                        "RevokeSecurityGroupIngress");
    }

    @Test
    void what_aws_never_shows_leaves_the_older_rules() {
        Before.A_RULE_OF_HER_OWN.arrange(ec2);
        ec2.lags(1000);

        assertThatThrownBy(() -> ingress(ec2).allow(ada(""), false, _ -> {}))
                .isInstanceOf(OperationException.class)
                .hasMessageEndingWith("Older rules are unchanged. Run the command again.");
        assertThat(letsIn(ec2.rules(), OLD, ADA)).isTrue();
    }

    @Test
    void looks_at_all_pages_of_the_rules() {
        ec2.showsPagesOf(2);
        Before.A_RULE_OF_HER_OWN.arrange(ec2);

        ingress(ec2).allow(ada(""), false, _ -> {});

        assertThat(letsIn(ec2.rules(), OLD, ADA)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "sgr-00000000000000bad, has no rule sgr-00000000000000bad",
        "sgr-0000000000000dddd, which is needed by other people",
        "sgr-00000000000000022, which is not for TCP port 5432 alone",
        "sgr-00000000000000024, which allows more than one machine",
        "sgr-00000000000000006, which is for the other IP version"
    })
    void a_named_rule_that_others_need_is_not_moved(String named, String why) {
        ec2.has(DILIPS);
        ec2.has(Rule.byHand("sgr-00000000000000022", "198.51.100.9/32").to(22));
        ec2.has(Rule.byHand("sgr-00000000000000024", "198.51.100.0/24"));
        ec2.has(Rule.byHand("sgr-00000000000000006", "2001:db8::9/128"));

        assertThatThrownBy(() -> ingress(ec2).allow(ada(named), false, _ -> {}))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining(why)
                .hasMessageEndingWith("a rule of your own.");
        assertThat(ec2.history()).isEmpty();
    }

    @Test
    void a_group_is_made_in_the_default_vpc_once() {
        SecurityGroups groups = new SecurityGroups(ingress(ec2).account());
        SecurityGroup made = groups.getOrCreate("new-group");

        assertThat(ec2.request("CreateSecurityGroup"))
                .isEqualTo(Map.of(
                        "GroupName", "new-group",
                        "GroupDescription", "Addresses that may reach the database of Cruddur",
                        "VpcId", Ec2Endpoint.VPC,
                        "TagSpecification.1.ResourceType", "security-group",
                        "TagSpecification.1.Tag.1.Key", "created-by",
                        "TagSpecification.1.Tag.1.Value", "cruddur"));
        assertThat(ec2.requests("DescribeVpcs"))
                .containsOnly(Map.of("Filter.1.Name", "is-default", "Filter.1.Value.1", "true"));
        assertThat(groups.getOrCreate("new-group")).isEqualTo(made);
        assertThat(groups.getOrCreate(made.id())).isEqualTo(made);
    }

    @Test
    void without_a_default_vpc_it_prints_what_to_do() {
        ec2.lacksDefaultVpc();
        SecurityGroups groups = new SecurityGroups(ingress(ec2).account());

        assertThatThrownBy(() -> groups.getOrCreate("new-group"))
                .isInstanceOf(OperationException.class)
                .hasMessageStartingWith("There is no default VPC in ca-central-1.")
                .hasMessageEndingWith("aws ec2 create-default-vpc");
    }
}
