package cruddur.aws;

import cruddur.aws.Change.Add;
import cruddur.aws.Change.Claim;
import cruddur.aws.Change.Disclaim;
import cruddur.aws.Change.Keep;
import cruddur.aws.Change.Move;
import cruddur.aws.Change.Remove;
import cruddur.operations.OperationException;
import cruddur.secrets.AwsService;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleUpdate;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whom a security group lets in. Blocks.
///
/// Whoever is to come in is let in first, and only once AWS shows that is taken back what was made
/// here for the same person. So whatever fails, the address that they had or the one that they have
/// may enter, what is others' stays, and doing it once more completes it.
///
/// Every verb throws [cruddur.operations.UnreachableException] if AWS does not answer or does not
/// take the credentials, and [OperationException] if it refuses.
public record Ingress(Account account, SecurityGroup group) {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final int LOOKS = 20;

    /// What it takes to let somebody in, and nothing is done about it.
    ///
    /// @param sweep whether to remove what others needed until some time before
    public List<Change> plan(Visitor visitor, boolean sweep) {
        Rules rules = rules();
        return Stream.of(
                        sweep ? visitor.leftovers(rules) : List.<Change>of(),
                        visitor.arrival(rules),
                        visitor.departure(rules))
                .flatMap(List::stream)
                .toList();
    }

    /// Lets somebody in, and closes what they came in by before.
    ///
    /// @param sweep whether to remove what others needed until some time before
    /// @param done hears of each change that was made
    /// @return the id of the rule that lets them in
    public String admit(Visitor visitor, boolean sweep, Consumer<Change> done) {
        Rules before = rules();
        if (sweep) {
            visitor.leftovers(before).forEach(change -> make(change, done));
        }
        visitor.arrival(before).forEach(change -> make(change, done));
        Rules after = rulesWith(visitor);
        visitor.departure(after).forEach(change -> make(change, done));
        return visitor.way(after).map(IngressRule::id).orElseThrow();
    }

    /// What it takes to shut somebody out.
    ///
    /// @param ruleId of a rule that goes as well, though it was made by hand
    public List<Change> planExit(String person, Optional<String> ruleId) {
        Rules rules = rules();
        Optional<IngressRule> named = ruleId.map(rules::withId);
        named.ifPresent(rule -> refuseIfOthers(rule, person));
        return Stream.concat(rules.that(rule -> rule.isClaimedBy(person)), named.stream())
                .distinct()
                .map(rule -> Visitor.leave(rule, person))
                .toList();
    }

    private static void refuseIfOthers(IngressRule rule, String person) {
        if (rule.isClaimedByOthers(person) && !rule.isClaimedBy(person)) {
            throw new OperationException(
                    rule.id() + " lets in somebody else, and is theirs to take back.");
        }
    }

    /// Does what was planned.
    public void make(Change change, Consumer<Change> done) {
        try (Ec2Client client = client()) {
            make(client, change);
        } catch (SdkException e) {
            if (!wasDone(change, Account.code(e))) {
                throw failure(e);
            }
        }
        done.accept(change);
    }

    /// Before, by a request whose answer was lost or by somebody else.
    private static boolean wasDone(Change change, String refusal) {
        return switch (change) {
            case Add _, Move _ -> refusal.equals("InvalidPermission.Duplicate");
            case Disclaim _, Remove _ -> refusal.equals("InvalidSecurityGroupRuleId.NotFound");
            case Claim _, Keep _ -> false;
        };
    }

    private void make(Ec2Client client, Change change) {
        switch (change) {
            case Add add -> authorize(client, add);
            case Move move -> modify(client, move);
            case Claim(var rule, var person, var until) ->
                    client.createTags(
                            request ->
                                    request.resources(rule.id())
                                            .tags(tag(IngressRule.claimTag(person), until)));
            case Keep _ -> {}
            case Disclaim(var rule, var person) ->
                    client.deleteTags(
                            request ->
                                    request.resources(rule.id())
                                            .tags(key(IngressRule.claimTag(person))));
            case Remove(var rule) ->
                    client.revokeSecurityGroupIngress(
                            request -> request.groupId(group.id()).securityGroupRuleIds(rule.id()));
        }
    }

    private void authorize(Ec2Client client, Add add) {
        TagSpecification tags =
                TagSpecification.builder()
                        .resourceType(ResourceType.SECURITY_GROUP_RULE)
                        .tags(
                                tag(IngressRule.MAKER_TAG, IngressRule.MAKER),
                                tag(IngressRule.claimTag(add.person()), add.until()))
                        .build();
        client.authorizeSecurityGroupIngress(
                request ->
                        request.groupId(group.id())
                                .ipPermissions(permission(add))
                                .tagSpecifications(tags));
    }

    private static IpPermission permission(Add add) {
        IpPermission.Builder permission =
                IpPermission.builder().ipProtocol("tcp").fromPort(add.port()).toPort(add.port());
        return (isIpv6(add.source())
                        ? permission.ipv6Ranges(ipv6(add))
                        : permission.ipRanges(ipv4(add)))
                .build();
    }

    private static Ipv6Range ipv6(Add add) {
        return Ipv6Range.builder().cidrIpv6(add.source()).description(add.description()).build();
    }

    private static IpRange ipv4(Add add) {
        return IpRange.builder().cidrIp(add.source()).description(add.description()).build();
    }

    private void modify(Ec2Client client, Move move) {
        SecurityGroupRuleUpdate update =
                SecurityGroupRuleUpdate.builder()
                        .securityGroupRuleId(move.rule().id())
                        .securityGroupRule(moved(move))
                        .build();
        client.modifySecurityGroupRules(
                request -> request.groupId(group.id()).securityGroupRules(update));
    }

    /// AWS wants a rule whole, and changes nothing else.
    private static SecurityGroupRuleRequest moved(Move move) {
        SecurityGroupRuleRequest.Builder rule =
                SecurityGroupRuleRequest.builder()
                        .ipProtocol(move.rule().protocol())
                        .fromPort(move.rule().fromPort())
                        .toPort(move.rule().toPort())
                        .description(move.description());
        return (isIpv6(move.source()) ? rule.cidrIpv6(move.source()) : rule.cidrIpv4(move.source()))
                .build();
    }

    private static boolean isIpv6(String source) {
        return source.contains(":");
    }

    private static Tag key(String key) {
        return Tag.builder().key(key).build();
    }

    private static Tag tag(String key, Object value) {
        return Tag.builder().key(key).value(value.toString()).build();
    }

    /// The rules once they show that somebody is in; it takes AWS a moment to know what it did.
    private Rules rulesWith(Visitor visitor) {
        for (int look = 0; look < LOOKS; look++) {
            Rules rules = rules();
            if (visitor.way(rules).isPresent()) {
                return rules;
            }
            pause();
        }
        throw new OperationException(
                "AWS does not show yet that "
                        + group
                        + " lets in "
                        + visitor.address()
                        + ", so that older rules were left as they are. Run it once more.");
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("Interrupted; older rules were left as they are.", e);
        }
    }

    Rules rules() {
        Filter ofGroup = SecurityGroups.filter("group-id", group.id());
        try (Ec2Client client = client()) {
            List<DescribeSecurityGroupRulesResponse> pages =
                    client
                            .describeSecurityGroupRulesPaginator(
                                    request -> request.filters(ofGroup))
                            .stream()
                            .toList();
            return new Rules(group, rules(pages), date(pages.getLast().sdkHttpResponse()));
        } catch (SdkException e) {
            throw account.failure("look at the rules of " + group, e);
        }
    }

    private static List<IngressRule> rules(List<DescribeSecurityGroupRulesResponse> pages) {
        return pages.stream()
                .flatMap(page -> page.securityGroupRules().stream())
                .filter(rule -> !rule.isEgress())
                .map(Ingress::described)
                .toList();
    }

    /// What time it is to AWS. This machine's clock may be wrong, and then what others need would
    /// look expired.
    private static Instant date(SdkHttpResponse response) {
        return response.firstMatchingHeader("Date")
                .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
                .orElseThrow(() -> new OperationException("AWS does not say what time it is."))
                .toInstant();
    }

    private static IngressRule described(SecurityGroupRule rule) {
        return new IngressRule(
                rule.securityGroupRuleId(),
                source(rule),
                rule.ipProtocol(),
                rule.fromPort(),
                rule.toPort(),
                Objects.requireNonNullElse(rule.description(), ""),
                rule.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value)));
    }

    private static String source(SecurityGroupRule rule) {
        return Stream.of(rule.cidrIpv4(), rule.cidrIpv6(), rule.prefixListId())
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> rule.referencedGroupInfo().groupId());
    }

    private OperationException failure(SdkException failure) {
        return Account.code(failure).equals("RulesPerSecurityGroupLimitExceeded")
                ? new OperationException(
                        group
                                + " has as many rules as AWS allows. To remove what others needed until some time before, add: --sweep",
                        failure)
                : account.failure("change the rules of " + group, failure);
    }

    private Ec2Client client() {
        return account.client(Ec2Client.builder(), AwsService.EC2);
    }
}
