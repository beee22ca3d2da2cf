package cruddur.aws;

import cruddur.operations.PublicAddress;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.stream.Stream;

/// One rule of a security group, for what comes in.
///
/// One that was made here has tags: who made it, and for each person whom it is for until when they
/// need it. Several may, because an office has one address for everybody in it.
///
/// @param source a network, for example `203.0.113.7/32`, or whatever else is let in
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

    /// The tag that says until when somebody needs a rule.
    static String claimTag(String person) {
        return CLAIM_PREFIX + person;
    }

    /// Whether it is for exactly this.
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

    /// Whether it lets something through to this port, be it alone or with others.
    boolean opens(int port) {
        return protocol.equals("-1")
                || (protocol.equals("tcp") && fromPort <= port && port <= toPort);
    }

    /// Whether its source is a 256th of all addresses or more.
    boolean isWide() {
        return source.matches(".*/[0-8]") && !source.startsWith("10.");
    }

    boolean isOfOneMachine() {
        return source.matches("[0-9.]+/32|[0-9A-Fa-f:]+/128");
    }

    /// Whether its source is written as this address is.
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

    /// Whether everybody whom it was for needed it until some time before. A rule that says no such
    /// time stays.
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
