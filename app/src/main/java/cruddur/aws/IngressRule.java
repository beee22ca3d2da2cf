package cruddur.aws;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.stream.Stream;

/// One rule of a security group for incoming connections.
///
/// A rule that this program made has tags: one with its maker, and for each person the time until
/// which they need it. An office shares one address, so several people may need one rule.
///
/// @param source a network such as `203.0.113.7/32`, a prefix list or another security group
public record IngressRule(
        String id,
        String source,
        String protocol,
        int fromPort,
        int toPort,
        String description,
        Map<String, String> tags) {

    static final String MAKER_TAG = "created-by";
    static final String MAKER = "cruddur";
    private static final String CLAIM_PREFIX = "cruddur:";

    public IngressRule {
        tags = Map.copyOf(tags);
    }

    /// The key of the tag with the time until which a person needs a rule.
    static String claimTag(String person) {
        return CLAIM_PREFIX + person;
    }

    /// Whether it allows exactly this address and port.
    boolean isFor(PublicAddress address, int port) {
        return isFor(port) && sourceIs(address);
    }

    boolean isFor(int port) {
        return protocol.equals("tcp") && fromPort == port && toPort == port;
    }

    boolean sourceIs(PublicAddress address) {
        return address.cidr().equals(canonical());
    }

    private String canonical() {
        String machine = source.replaceFirst("/(32|128)$", "");
        try {
            return PublicAddress.parse(machine).cidr();
        } catch (IllegalArgumentException _) {
            return source;
        }
    }

    /// Whether it allows connections to this port, possibly to others too.
    boolean opens(int port) {
        return protocol.equals("-1") || (protocol.equals("tcp") && fromPort <= port && port <= toPort);
    }

    /// Whether its source is at least 1/256 of all addresses, other than the private 10.0.0.0/8.
    boolean isWide() {
        return source.matches(".*/[0-8]") && !source.startsWith("10.");
    }

    boolean isOfOneMachine() {
        return source.matches("[0-9.]+/32|[0-9A-Fa-f:]+/128");
    }

    /// Whether its source is of the same IP version as this address.
    boolean isOfKind(PublicAddress address) {
        return source.matches(address.isIpv4() ? "[0-9.]+/\\d+" : "[0-9A-Fa-f:]+/\\d+");
    }

    boolean isOurs() {
        return MAKER.equals(tags.get(MAKER_TAG));
    }

    boolean isClaimedBy(String person) {
        return isOurs() && tags.containsKey(claimTag(person));
    }

    boolean isClaimedByOthers(String person) {
        return isOurs() && claims().anyMatch(claim -> !claim.getKey().equals(claimTag(person)));
    }

    /// Whether all people needed it only until an earlier time. A rule without such a time never expires.
    boolean isExpiredAt(Instant now) {
        return isOurs()
                && claims().findAny().isPresent()
                && claims().allMatch(claim -> end(claim).filter(now::isAfter).isPresent());
    }

    private Stream<Entry<String, String>> claims() {
        return tags.entrySet().stream().filter(tag -> tag.getKey().startsWith(CLAIM_PREFIX));
    }

    private static Optional<Instant> end(Entry<String, String> claim) {
        try {
            return Optional.of(Instant.parse(claim.getValue()));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
