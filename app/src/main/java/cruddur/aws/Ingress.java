package cruddur.aws;

import cruddur.aws.Change.Add;
import cruddur.aws.Change.Claim;
import cruddur.aws.Change.Disclaim;
import cruddur.aws.Change.Keep;
import cruddur.aws.Change.Move;
import cruddur.aws.Change.Remove;
import cruddur.operations.OperationException;
import cruddur.secrets.AwsService;
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

/// The addresses that a security group allows. Blocks.
///
/// The new rule is added first. This person's older rules are removed only after AWS lists the new
/// one. So after any failure the old or the new address is allowed, the rules of other people are
/// untouched, and running the same again completes the change.
///
/// Every verb throws [cruddur.operations.UnreachableException] if AWS does not answer or rejects the
/// credentials, and [OperationException] if AWS refuses.
public record Ingress(Account account, SecurityGroup group) {

    private static final Duration POLL_PAUSE = Duration.ofMillis(500);
    private static final int POLLS = 20;

    /// The changes that allow an address; makes none of them.
    ///
    /// @param sweep whether to remove the expired rules of other people
    public List<Change> plan(AccessRequest access, boolean sweep) {
        Rules rules = rules();
        return Stream.of(
                        sweep ? access.expiredRules(rules) : List.<Change>of(),
                        access.additions(rules),
                        access.removals(rules))
                .flatMap(List::stream)
                .toList();
    }

    /// Allows an address, then removes the person's older rules.
    ///
    /// @param sweep whether to remove the expired rules of other people
    /// @param done is called with each change after it was made
    /// @return the id of the rule that allows the address
    public String allow(AccessRequest access, boolean sweep, Consumer<Change> done) {
        Rules before = rules();
        if (sweep) {
            access.expiredRules(before).forEach(change -> apply(change, done));
        }
        access.additions(before).forEach(change -> apply(change, done));
        Rules after = rulesWith(access);
        access.removals(after).forEach(change -> apply(change, done));
        return access.allowingRule(after).map(IngressRule::id).orElseThrow();
    }

    /// The changes that remove a person's rules; makes none of them.
    ///
    /// @param ruleId of another rule to remove, even if it was made by hand
    public List<Change> planRevoke(String person, Optional<String> ruleId) {
        Rules rules = rules();
        Optional<IngressRule> named = ruleId.map(rules::withId);
        named.ifPresent(rule -> refuseIfOthers(rule, person));
        return Stream.concat(rules.that(rule -> rule.isClaimedBy(person)), named.stream())
                .distinct()
                .map(rule -> AccessRequest.release(rule, person))
                .toList();
    }

    private static void refuseIfOthers(IngressRule rule, String person) {
        if (rule.isClaimedByOthers(person) && !rule.isClaimedBy(person)) {
            throw new OperationException(rule.id() + " is another person's rule, which only they can remove.");
        }
    }

    /// Makes one planned change.
    public void apply(Change change, Consumer<Change> done) {
        try (Ec2Client client = client()) {
            apply(client, change);
        } catch (SdkException e) {
            if (!wasDone(change, Account.code(e))) {
                throw failure(e);
            }
        }
        done.accept(change);
    }

    /// Whether AWS refuses because the change was made before, by a request whose answer was lost or by another person.
    private static boolean wasDone(Change change, String refusal) {
        return switch (change) {
            case Add _, Move _ -> refusal.equals("InvalidPermission.Duplicate");
            case Disclaim _, Remove _ -> refusal.equals("InvalidSecurityGroupRuleId.NotFound");
            case Claim _, Keep _ -> false;
        };
    }

    private void apply(Ec2Client client, Change change) {
        switch (change) {
            case Add add -> authorize(client, add);
            case Move move -> modify(client, move);
            case Claim(var rule, var person, var until) ->
                client.createTags(
                        request -> request.resources(rule.id()).tags(tag(IngressRule.claimTag(person), until)));
            case Keep _ -> {}
            case Disclaim(var rule, var person) ->
                client.deleteTags(request -> request.resources(rule.id()).tags(key(IngressRule.claimTag(person))));
            case Remove(var rule) ->
                client.revokeSecurityGroupIngress(
                        request -> request.groupId(group.id()).securityGroupRuleIds(rule.id()));
        }
    }

    private void authorize(Ec2Client client, Add add) {
        TagSpecification tags = TagSpecification.builder()
                .resourceType(ResourceType.SECURITY_GROUP_RULE)
                .tags(
                        tag(IngressRule.MAKER_TAG, IngressRule.MAKER),
                        tag(IngressRule.claimTag(add.person()), add.until()))
                .build();
        client.authorizeSecurityGroupIngress(request ->
                request.groupId(group.id()).ipPermissions(permission(add)).tagSpecifications(tags));
    }

    private static IpPermission permission(Add add) {
        IpPermission.Builder permission =
                IpPermission.builder().ipProtocol("tcp").fromPort(add.port()).toPort(add.port());
        return (isIpv6(add.source()) ? permission.ipv6Ranges(ipv6(add)) : permission.ipRanges(ipv4(add))).build();
    }

    private static Ipv6Range ipv6(Add add) {
        return Ipv6Range.builder()
                .cidrIpv6(add.source())
                .description(add.description())
                .build();
    }

    private static IpRange ipv4(Add add) {
        return IpRange.builder()
                .cidrIp(add.source())
                .description(add.description())
                .build();
    }

    private void modify(Ec2Client client, Move move) {
        SecurityGroupRuleUpdate update = SecurityGroupRuleUpdate.builder()
                .securityGroupRuleId(move.rule().id())
                .securityGroupRule(moved(move))
                .build();
        client.modifySecurityGroupRules(request -> request.groupId(group.id()).securityGroupRules(update));
    }

    /// AWS replaces the whole rule, so the request repeats the parts that stay.
    private static SecurityGroupRuleRequest moved(Move move) {
        SecurityGroupRuleRequest.Builder rule = SecurityGroupRuleRequest.builder()
                .ipProtocol(move.rule().protocol())
                .fromPort(move.rule().fromPort())
                .toPort(move.rule().toPort())
                .description(move.description());
        return (isIpv6(move.source()) ? rule.cidrIpv6(move.source()) : rule.cidrIpv4(move.source())).build();
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

    /// The rules once they include the new one; AWS lists a change only after a moment.
    private Rules rulesWith(AccessRequest access) {
        for (int look = 0; look < POLLS; look++) {
            Rules rules = rules();
            if (access.allowingRule(rules).isPresent()) {
                return rules;
            }
            pause();
        }
        throw new OperationException("AWS does not list a rule of "
                + group
                + " yet that allows "
                + access.address()
                + ". Older rules are unchanged. Run the command again.");
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("Interrupted. Older rules are unchanged. Run the command again.", e);
        }
    }

    Rules rules() {
        Filter ofGroup = SecurityGroups.filter("group-id", group.id());
        try (Ec2Client client = client()) {
            List<DescribeSecurityGroupRulesResponse> pages =
                    client.describeSecurityGroupRulesPaginator(request -> request.filters(ofGroup)).stream()
                            .toList();
            return new Rules(group, rules(pages), date(pages.getLast().sdkHttpResponse()));
        } catch (SdkException e) {
            throw account.failure("read the rules of " + group, e);
        }
    }

    private static List<IngressRule> rules(List<DescribeSecurityGroupRulesResponse> pages) {
        return pages.stream()
                .flatMap(page -> page.securityGroupRules().stream())
                .filter(rule -> !rule.isEgress())
                .map(Ingress::described)
                .toList();
    }

    /// The time by AWS's clock. This machine's clock may be wrong, and other people's rules would then
    /// seem to have expired.
    private static Instant date(SdkHttpResponse response) {
        return response.firstMatchingHeader("Date")
                .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
                .orElseThrow(
                        () -> new OperationException(
                                "AWS's answer has no Date header, so expired rules cannot be recognised. Run the command again."))
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
                                + " has as many rules as AWS allows. To remove the expired rules of other people, add --sweep.",
                        failure)
                : account.failure("change the rules of " + group, failure);
    }

    private Ec2Client client() {
        return account.client(Ec2Client.builder(), AwsService.EC2);
    }
}
