package cruddur.aws;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The facts about an instance that the [Check]s need.
///
/// @param instance its fields by AWS's names
/// @param parameters of its parameter group with a value set by an operator or by AWS, by name
/// @param versions of PostgreSQL that AWS offers
/// @param rules of its security groups for incoming connections
/// @param snapshot the newest
record Facts(
        Map<String, Object> instance,
        Map<String, String> parameters,
        List<String> versions,
        List<Rules> rules,
        Optional<Snapshot> snapshot,
        Instant now) {

    private static final String DEFAULT = "default.";

    boolean is(String field) {
        return Boolean.TRUE.equals(instance.get(field));
    }

    int number(String field) {
        return instance.get(field) instanceof Integer number ? number : 0;
    }

    String text(String field) {
        return instance.getOrDefault(field, "").toString();
    }

    /// One field of each object in a list.
    static Stream<String> each(Map<String, Object> instance, String list, String field) {
        return instance.get(list) instanceof List<?> objects
                ? objects.stream().map(object -> String.valueOf(((Map<?, ?>) object).get(field)))
                : Stream.empty();
    }

    String parameterGroup() {
        return parameterGroup(instance);
    }

    /// Whether it uses AWS's default parameter group, which is shared.
    boolean hasDefaultParameters() {
        return parameterGroup().startsWith(DEFAULT);
    }

    /// The name of its own parameter group, which may not exist yet.
    String ownParameterGroup() {
        return hasDefaultParameters() ? InstancePlan.GROUP + parameterFamily() : parameterGroup();
    }

    /// The family of its default parameters, for example `postgres17`.
    String parameterFamily() {
        return parameterGroup().replaceFirst("^" + Pattern.quote(DEFAULT), "");
    }

    /// Every instance has a parameter group.
    static String parameterGroup(Map<String, Object> instance) {
        return each(instance, "DBParameterGroups", "DBParameterGroupName")
                .findFirst()
                .orElseThrow();
    }

    /// The port that PostgreSQL listens on.
    int port() {
        return instance.get("Endpoint") instanceof Map<?, ?> endpoint && endpoint.get("Port") instanceof Integer port
                ? port
                : 5432;
    }

    /// The newest release of the same major version; nothing if AWS offers none.
    Optional<String> newestMinor() {
        String major = text("EngineVersion").replaceFirst("\\..*", "") + ".";
        return versions.stream()
                .filter(version -> version.startsWith(major))
                .max((one, other) -> Integer.compare(minor(one), minor(other)));
    }

    /// The version to upgrade to, as the AWS CLI takes it. AWS lists the newest last.
    String upgrade() {
        return newestMinor().orElseGet(() -> versions.getLast() + " --allow-major-version-upgrade");
    }

    private static int minor(String version) {
        return Integer.parseInt(version.replaceFirst("^\\d+\\.", "").replaceFirst("\\D.*", ""));
    }

    /// The rules that open the port to more of the internet than a list of addresses.
    Stream<IngressRule> wideRules() {
        return rules.stream().flatMap(this::wideRules);
    }

    private Stream<IngressRule> wideRules(Rules ofGroup) {
        return ofGroup.that(rule -> rule.opens(port()) && rule.isWide());
    }

    /// The first group that has such a rule.
    Optional<Rules> wideGroup() {
        return rules.stream()
                .filter(group -> wideRules(group).findAny().isPresent())
                .findFirst();
    }

    /// The ids of these rules in this group.
    String wideRuleIds(Rules ofGroup) {
        return wideRules(ofGroup).map(IngressRule::id).collect(Collectors.joining(" "));
    }
}
