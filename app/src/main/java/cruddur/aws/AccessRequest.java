package cruddur.aws;

import static java.util.function.Predicate.not;

import cruddur.aws.Change.Add;
import cruddur.aws.Change.Claim;
import cruddur.aws.Change.Disclaim;
import cruddur.aws.Change.Keep;
import cruddur.aws.Change.Move;
import cruddur.aws.Change.Remove;
import cruddur.operations.OperationException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A request to allow a person's machine to reach a port, and the changes that it takes.
///
/// @param person as [Caller#person] names them
/// @param ruleId of the rule to change; empty for a rule of their own
/// @param description of the rule; empty to keep an existing rule's
/// @param lifetime how long they need it
public record AccessRequest(
        String person,
        PublicAddress address,
        int port,
        Optional<String> ruleId,
        Optional<String> description,
        Duration lifetime) {

    /// The default time.
    public static final Duration LIFETIME = Duration.ofDays(30);

    /// The description that start-up scripts look for.
    private static final String DESCRIPTION = "GITPOD";

    /// A request for a rule of the person's own, for the default time.
    public static AccessRequest from(String person, PublicAddress address, int port) {
        return new AccessRequest(person, address, port, Optional.empty(), Optional.empty(), LIFETIME);
    }

    public AccessRequest {
        description.ifPresent(AccessRequest::refuseUnusable);
    }

    private static void refuseUnusable(String description) {
        if (!description.matches("[A-Za-z0-9 ._\\-:/()#,@\\[\\]+=&;{}!$*]{1,255}")) {
            throw new IllegalArgumentException(
                    "AWS takes descriptions of 1 to 255 letters and digits without accents, spaces and ._-:/()#,@[]+=&;{}!$*.");
        }
    }

    /// The changes that allow the address. They take nothing from other people.
    List<Change> additions(Rules rules) {
        return rules.that(rule -> rule.isFor(address, port))
                .findFirst()
                .map(rule -> renewing(rule, rules.asOf()))
                .orElseGet(() -> adding(rules));
    }

    /// The changes that allow the address in a group that does not exist yet.
    public List<Change> additions() {
        return List.of(add(Instant.now()));
    }

    private List<Change> renewing(IngressRule rule, Instant now) {
        List<Change> changes = new ArrayList<>();
        description
                .filter(wanted -> isTheirs(rule) && !wanted.equals(rule.description()))
                .ifPresent(_ -> changes.add(move(rule)));
        changes.add(rule.isOurs() ? new Claim(rule, person, end(now)) : new Keep(rule));
        return changes;
    }

    private boolean isTheirs(IngressRule rule) {
        return ruleId.filter(rule.id()::equals).isPresent() || rule.isClaimedBy(person);
    }

    private List<Change> adding(Rules rules) {
        return ruleId.map(rules::withId)
                .map(rule -> moving(rule, rules.asOf()))
                .orElseGet(() -> List.of(add(rules.asOf())));
    }

    private Add add(Instant now) {
        return new Add(address.cidr(), port, description.orElse(DESCRIPTION), person, end(now));
    }

    private List<Change> moving(IngressRule rule, Instant now) {
        refuseToMove(rule);
        return rule.isOurs() ? List.of(move(rule), new Claim(rule, person, end(now))) : List.of(move(rule));
    }

    private Move move(IngressRule rule) {
        String kept = rule.description().isEmpty() ? DESCRIPTION : rule.description();
        return new Move(rule, address.cidr(), description.orElse(kept));
    }

    /// A rule that other people need is not changed, because their addresses would no longer be allowed.
    private void refuseToMove(IngressRule rule) {
        refuseIf(rule.isClaimedByOthers(person), rule, "is needed by other people");
        refuseIf(!rule.isFor(port), rule, "is not for TCP port " + port + " alone");
        refuseIf(!rule.isOfOneMachine(), rule, "allows more than one machine");
        refuseIf(!rule.isOfKind(address), rule, "is for the other IP version, which AWS cannot change");
    }

    private static void refuseIf(boolean is, IngressRule rule, String why) {
        if (is) {
            throw new OperationException("DB_SG_RULE_ID names "
                    + rule.id()
                    + ", which "
                    + why
                    + ". Set it to another rule, or leave it empty for a rule of your own.");
        }
    }

    /// The changes that remove the person's older addresses, once the new one is allowed.
    List<Change> removals(Rules rules) {
        return rules.that(rule -> rule.isClaimedBy(person))
                .filter(rule -> rule.isFor(port) && rule.isOfKind(address))
                .filter(not(rule -> rule.sourceIs(address)))
                .map(rule -> release(rule, person))
                .toList();
    }

    /// Removes a rule that this person no longer needs, or only their claim to it if other people need it.
    static Change release(IngressRule rule, String person) {
        return rule.isClaimedByOthers(person) ? new Disclaim(rule, person) : new Remove(rule);
    }

    /// The removal of other people's rules that have expired.
    List<Change> expiredRules(Rules rules) {
        return rules.that(rule -> rule.isExpiredAt(rules.asOf()))
                .filter(not(rule -> rule.isClaimedBy(person) || rule.isFor(address, port)))
                .<Change>map(Remove::new)
                .toList();
    }

    /// The rule that allows the address, and that other people's commands leave alone for as long as it is needed.
    Optional<IngressRule> allowingRule(Rules rules) {
        return rules.that(rule -> rule.isFor(address, port))
                .filter(rule -> !rule.isOurs() || rule.isClaimedBy(person))
                .findFirst();
    }

    private Instant end(Instant now) {
        return now.plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
    }
}
