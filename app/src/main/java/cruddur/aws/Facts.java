package cruddur.aws;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What AWS knows about an instance, as far as its soundness depends on it.
///
/// @param instance its fields by AWS's names
/// @param parameters those of its parameter group that somebody or AWS set, by name
/// @param versions of PostgreSQL that AWS offers
/// @param rules of its security groups, for what comes in
/// @param snapshot the newest
record Facts(
        Map<String, Object> instance,
        Map<String, String> parameters,
        List<String> versions,
        List<Rules> rules,
        Optional<Snapshot> snapshot,
        Instant now) {

    boolean is(String field) {
        return Boolean.TRUE.equals(instance.get(field));
    }

    int number(String field) {
        return instance.get(field) instanceof Integer number ? number : 0;
    }

    String text(String field) {
        return instance.getOrDefault(field, "").toString();
    }

    /// What stands in each object of a list.
    static Stream<String> each(Map<String, Object> instance, String list, String field) {
        return instance.get(list) instanceof List<?> objects
                ? objects.stream().map(object -> String.valueOf(((Map<?, ?>) object).get(field)))
                : Stream.empty();
    }

    String parameterGroup() {
        return parameterGroup(instance);
    }

    /// Each instance has one.
    static String parameterGroup(Map<String, Object> instance) {
        return each(instance, "DBParameterGroups", "DBParameterGroupName")
                .findFirst()
                .orElseThrow();
    }

    /// The port that PostgreSQL listens on.
    int port() {
        return instance.get("Endpoint") instanceof Map<?, ?> endpoint
                        && endpoint.get("Port") instanceof Integer port
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

    /// What to upgrade to, as the AWS CLI takes it. AWS lists the newest last.
    String upgrade() {
        return newestMinor().orElseGet(() -> versions.getLast() + " --allow-major-version-upgrade");
    }

    private static int minor(String version) {
        return Integer.parseInt(version.replaceFirst("^\\d+\\.", "").replaceFirst("\\D.*", ""));
    }

    /// The rules that let more of the internet reach PostgreSQL than one could name.
    Stream<IngressRule> wideRules() {
        return rules.stream().flatMap(this::wideRules);
    }

    private Stream<IngressRule> wideRules(Rules ofGroup) {
        return ofGroup.that(rule -> rule.opens(port()) && rule.isWide());
    }

    /// The first group that has such a rule.
    Optional<Rules> wideGroup() {
        return rules.stream().filter(group -> wideRules(group).findAny().isPresent()).findFirst();
    }

    /// The ids of those that this group has.
    String wideRuleIds(Rules ofGroup) {
        return wideRules(ofGroup).map(IngressRule::id).collect(Collectors.joining(" "));
    }
}
