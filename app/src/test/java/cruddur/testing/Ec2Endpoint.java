package cruddur.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Answers as Amazon EC2 does (API version 2016-11-15), for the security groups of one region.
public final class Ec2Endpoint extends QueryEndpoint {

    public static final String GROUP = "sg-0123456789abcdef0";
    public static final String VPC = "vpc-0123456789abcdef0";

    private static final String NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";

    /// A rule for incoming connections.
    ///
    /// @param source a network
    public record Rule(
            String id,
            String group,
            String protocol,
            int from,
            int to,
            String source,
            String description,
            Map<String, String> tags) {

        /// A rule that was created in the console.
        public static Rule byHand(String id, String source) {
            return new Rule(id, GROUP, "tcp", 5432, 5432, source, "GITPOD", Map.of());
        }

        /// A rule that this program created, with people and the times until which they need it, in turn.
        public static Rule of(String id, String source, String... claims) {
            Map<String, String> tags = new TreeMap<>(Map.of("created-by", "cruddur"));
            for (int i = 0; i < claims.length; i += 2) {
                tags.put("cruddur:" + claims[i], claims[i + 1]);
            }
            return new Rule(id, GROUP, "tcp", 5432, 5432, source, "GITPOD", tags);
        }

        public Rule to(int port) {
            return new Rule(id, group, protocol, port, port, source, description, tags);
        }

        private boolean isLike(Rule other) {
            return List.of(group, protocol, from, to, source)
                    .equals(List.of(other.group, other.protocol, other.from, other.to, other.source));
        }

        private Rule withTags(Map<String, String> changed) {
            return new Rule(id, group, protocol, from, to, source, description, changed);
        }
    }

    private record Group(String id, String name, String description, Map<String, String> tags) {}

    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final List<List<Rule>> history = new ArrayList<>();
    private List<Rule> seen = List.of();
    private int unseen;
    private int lag;
    private int made;
    private int pageSize = 1000;
    private boolean defaultVpc = true;

    public Ec2Endpoint() {
        super("https://sts.amazonaws.com/doc/2011-06-15/");
        groups.put(GROUP, new Group(GROUP, "cruddur-db", "The database", Map.of()));
    }

    public void has(Rule rule) {
        rules.put(rule.id(), rule);
    }

    public List<Rule> rules() {
        return List.copyOf(rules.values());
    }

    /// The rules as they were after each change, in turn.
    public List<List<Rule>> history() {
        return List.copyOf(history);
    }

    /// The tags of a group.
    public Map<String, String> groupTags(String id) {
        return Optional.ofNullable(groups.get(id)).orElseThrow().tags();
    }

    /// Lists a change only after this many requests for the rules.
    public void lags(int looks) {
        lag = looks;
    }

    public void showsPagesOf(int size) {
        pageSize = size;
    }

    public void lacksDefaultVpc() {
        defaultVpc = false;
    }

    @Override
    protected JsonObject answer(String action, Map<String, String> request) throws Refusal {
        return switch (action) {
            case "DescribeVpcs" -> vpcs();
            case "DescribeSecurityGroups" -> describeGroups(request);
            case "CreateSecurityGroup" -> createGroup(request);
            case "DescribeSecurityGroupRules" -> describeRules(request);
            case "AuthorizeSecurityGroupIngress" -> changed(() -> authorize(request));
            case "ModifySecurityGroupRules" -> changed(() -> modify(request));
            case "RevokeSecurityGroupIngress" -> changed(() -> revoke(request));
            case "CreateTags" -> changed(() -> tag(request));
            case "DeleteTags" -> changed(() -> untag(request));
            default -> throw new Refusal(400, "InvalidAction", "No action " + action + ".");
        };
    }

    private interface Deed {
        void run() throws Refusal;
    }

    private JsonObject changed(Deed deed) throws Refusal {
        List<Rule> before = rules();
        deed.run();
        seen = unseen > 0 ? seen : before;
        unseen = lag;
        history.add(rules());
        return JsonObject.of("return", true);
    }

    private JsonObject vpcs() {
        JsonArray found = new JsonArray();
        if (defaultVpc) {
            found.add(JsonObject.of("vpcId", VPC, "state", "available", "isDefault", true));
        }
        return JsonObject.of("vpcSet", items(found));
    }

    private JsonObject describeGroups(Map<String, String> request) throws Refusal {
        JsonArray found = new JsonArray();
        for (Group group : chosen(request)) {
            found.add(JsonObject.of(
                    "ownerId", ACCOUNT,
                    "groupId", group.id,
                    "groupName", group.name,
                    "groupDescription", group.description,
                    "vpcId", VPC));
        }
        return JsonObject.of("securityGroupInfo", items(found));
    }

    private List<Group> chosen(Map<String, String> request) throws Refusal {
        String id = request.get("GroupId.1");
        if (id != null) {
            return List.of(group(id));
        }
        String name = filter(request, "group-name");
        return groups.values().stream().filter(group -> group.name.equals(name)).toList();
    }

    private Group group(String id) throws Refusal {
        if (!id.matches("sg-[0-9a-f]{8}([0-9a-f]{9})?")) {
            throw new Refusal(400, "InvalidGroupId.Malformed", "Invalid id: \"" + id + "\"");
        }
        return Optional.ofNullable(groups.get(id))
                .orElseThrow(() ->
                        new Refusal(400, "InvalidGroup.NotFound", "The security group '" + id + "' does not exist"));
    }

    private static String filter(Map<String, String> request, String name) {
        return IntStream.rangeClosed(1, request.size())
                .filter(i -> name.equals(request.get("Filter." + i + ".Name")))
                .mapToObj(i -> request.get("Filter." + i + ".Value.1"))
                .findFirst()
                .orElseThrow();
    }

    private JsonObject createGroup(Map<String, String> request) throws Refusal {
        String id = "sg-%017x".formatted(0xa00 + groups.size());
        String name = required(request, "GroupName");
        if (groups.values().stream().anyMatch(group -> group.name.equals(name))) {
            throw new Refusal(400, "InvalidGroup.Duplicate", "The security group already exists");
        }
        groups.put(
                id,
                new Group(id, name, required(request, "GroupDescription"), tags("TagSpecification.1.Tag.", request)));
        return JsonObject.of("return", true, "groupId", id);
    }

    private JsonObject describeRules(Map<String, String> request) throws Refusal {
        String group = filter(request, "group-id");
        List<Rule> shown = (unseen-- > 0 ? seen : rules())
                .stream().filter(rule -> rule.group.equals(group)).toList();
        int from = Integer.parseInt(request.getOrDefault("NextToken", "0"));
        int to = Math.min(shown.size(), from + pageSize);
        JsonArray page = new JsonArray();
        shown.subList(from, to).forEach(rule -> page.add(described(rule)));
        if (from == 0) {
            page.add(egress(group));
        }
        JsonObject answer = JsonObject.of("securityGroupRuleSet", items(page));
        return to < shown.size() ? answer.put("nextToken", Integer.toString(to)) : answer;
    }

    private static JsonObject described(Rule rule) {
        JsonArray tags = new JsonArray();
        rule.tags.forEach((key, value) -> tags.add(JsonObject.of("key", key, "value", value)));
        JsonObject described = JsonObject.of(
                "groupId",
                rule.group,
                "groupOwnerId",
                ACCOUNT,
                "isEgress",
                false,
                "ipProtocol",
                rule.protocol,
                "fromPort",
                rule.from,
                "toPort",
                rule.to,
                rule.source.contains(":") ? "cidrIpv6" : "cidrIpv4",
                rule.source,
                "securityGroupRuleId",
                rule.id,
                "tagSet",
                items(tags));
        return rule.description.isEmpty() ? described : described.put("description", rule.description);
    }

    private static JsonObject egress(String group) {
        return JsonObject.of(
                "groupId",
                group,
                "groupOwnerId",
                ACCOUNT,
                "isEgress",
                true,
                "ipProtocol",
                "-1",
                "fromPort",
                -1,
                "toPort",
                -1,
                "cidrIpv4",
                "0.0.0.0/0",
                "securityGroupRuleId",
                "sgr-0fffffffffffffff0");
    }

    private void authorize(Map<String, String> request) throws Refusal {
        Rule rule = new Rule(
                "sgr-%017x".formatted(0xabc + made++),
                group(required(request, "GroupId")).id,
                required(request, "IpPermissions.1.IpProtocol"),
                Integer.parseInt(required(request, "IpPermissions.1.FromPort")),
                Integer.parseInt(required(request, "IpPermissions.1.ToPort")),
                canonical(one(request, "IpPermissions.1.IpRanges.1.CidrIp", "IpPermissions.1.Ipv6Ranges.1.CidrIpv6")),
                one(request, "IpPermissions.1.IpRanges.1.Description", "IpPermissions.1.Ipv6Ranges.1.Description"),
                tags("TagSpecification.1.Tag.", request));
        refuseTwice(rule);
        rules.put(rule.id, rule);
    }

    private void refuseTwice(Rule rule) throws Refusal {
        if (rules.values().stream().anyMatch(other -> other.isLike(rule))) {
            throw new Refusal(
                    400,
                    "InvalidPermission.Duplicate",
                    "the specified rule \"peer: " + rule.source + "\" already exists");
        }
    }

    private void modify(Map<String, String> request) throws Refusal {
        Rule before = rule(required(request, "SecurityGroupRule.1.SecurityGroupRuleId"));
        String prefix = "SecurityGroupRule.1.SecurityGroupRule.";
        Rule after = new Rule(
                before.id,
                group(required(request, "GroupId")).id,
                required(request, prefix + "IpProtocol"),
                Integer.parseInt(required(request, prefix + "FromPort")),
                Integer.parseInt(required(request, prefix + "ToPort")),
                canonical(one(request, prefix + "CidrIpv4", prefix + "CidrIpv6")),
                request.getOrDefault(prefix + "Description", ""),
                before.tags);
        if (before.source.contains(":") != after.source.contains(":")) {
            throw new Refusal(400, "InvalidParameterValue", "You cannot change the rule type.");
        }
        if (!after.isLike(before)) {
            refuseTwice(after);
        }
        rules.put(after.id, after);
    }

    private void revoke(Map<String, String> request) throws Refusal {
        group(required(request, "GroupId"));
        rules.remove(rule(required(request, "SecurityGroupRuleId.1")).id);
    }

    private void tag(Map<String, String> request) throws Refusal {
        Rule rule = rule(required(request, "ResourceId.1"));
        Map<String, String> tags = new TreeMap<>(rule.tags);
        tags.putAll(tags("Tag.", request));
        rules.put(rule.id, rule.withTags(tags));
    }

    private void untag(Map<String, String> request) throws Refusal {
        Rule rule = rule(required(request, "ResourceId.1"));
        Map<String, String> tags = new TreeMap<>(rule.tags);
        tags.keySet().removeAll(tags("Tag.", request).keySet());
        rules.put(rule.id, rule.withTags(tags));
    }

    private Rule rule(String id) throws Refusal {
        return Optional.ofNullable(rules.get(id))
                .orElseThrow(() -> new Refusal(
                        400,
                        "InvalidSecurityGroupRuleId.NotFound",
                        "The security group rule ID '" + id + "' does not exist"));
    }

    private static Map<String, String> tags(String prefix, Map<String, String> request) {
        Map<String, String> tags = new TreeMap<>();
        for (int i = 1; request.containsKey(prefix + i + ".Key"); i++) {
            tags.put(request.get(prefix + i + ".Key"), request.getOrDefault(prefix + i + ".Value", ""));
        }
        return tags;
    }

    private static String one(Map<String, String> request, String... names) throws Refusal {
        return Stream.of(names)
                .filter(request::containsKey)
                .map(request::get)
                .findFirst()
                .orElseThrow(() -> new Refusal(400, "MissingParameter", String.join(", ", names)));
    }

    private static String canonical(String source) throws Refusal {
        if (!source.matches("[0-9.]{7,15}/\\d{1,2}|[0-9a-f:]{2,39}/\\d{1,3}")) {
            throw new Refusal(400, "InvalidParameterValue", "CIDR block " + source + " is malformed");
        }
        return source;
    }

    private static JsonObject items(JsonArray items) {
        return items.isEmpty() ? new JsonObject() : JsonObject.of("item", items);
    }

    @Override
    protected String success(String action, JsonObject result) {
        return action.equals("GetCallerIdentity")
                ? super.success(action, result)
                : xml(JsonObject.of(
                        action + "Response xmlns=\"" + NAMESPACE + "\"",
                        JsonObject.of("requestId", requestId()).mergeIn(result)));
    }

    @Override
    protected String failure(String action, String code, String message) {
        return action.equals("GetCallerIdentity")
                ? super.failure(action, code, message)
                : xml(JsonObject.of(
                        "Response",
                        JsonObject.of(
                                "Errors",
                                JsonObject.of("Error", JsonObject.of("Code", code, "Message", message)),
                                "RequestID",
                                requestId())));
    }
}
