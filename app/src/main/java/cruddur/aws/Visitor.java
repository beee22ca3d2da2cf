package cruddur.aws;

import static java.util.function.Predicate.not;

import cruddur.aws.Change.Add;
import cruddur.aws.Change.Claim;
import cruddur.aws.Change.Disclaim;
import cruddur.aws.Change.Keep;
import cruddur.aws.Change.Move;
import cruddur.aws.Change.Remove;
import cruddur.operations.OperationException;
import cruddur.operations.PublicAddress;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Somebody whose machine is to reach a port, and what that takes.
///
/// @param person as [Caller#person] names them
/// @param ruleId of the rule that is to be theirs; one of their own unless given
/// @param description of the rule, if it is to have another than it has
/// @param stay how long they need it
public record Visitor(
        String person,
        PublicAddress address,
        int port,
        Optional<String> ruleId,
        Optional<String> description,
        Duration stay) {

    /// How long, if they do not say.
    public static final Duration STAY = Duration.ofDays(30);

    /// The description that start-up scripts look for.
    private static final String DESCRIPTION = "GITPOD";

    /// Somebody who needs a rule of their own for as long as is usual.
    public static Visitor from(String person, PublicAddress address, int port) {
        return new Visitor(person, address, port, Optional.empty(), Optional.empty(), STAY);
    }

    public Visitor {
        description.ifPresent(Visitor::refuseUnusable);
    }

    private static void refuseUnusable(String description) {
        if (!description.matches("[A-Za-z0-9 ._\\-:/()#,@\\[\\]+=&;{}!$*]{1,255}")) {
            throw new IllegalArgumentException(
                    "AWS takes descriptions of 1 to 255 letters and digits without accents, spaces and ._-:/()#,@[]+=&;{}!$*.");
        }
    }

    /// What lets them in. Nobody is shut out by any of it.
    List<Change> arrival(Rules rules) {
        return rules.that(rule -> rule.isFor(address, port))
                .findFirst()
                .map(rule -> staying(rule, rules.asOf()))
                .orElseGet(() -> entering(rules));
    }

    private List<Change> staying(IngressRule rule, Instant now) {
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

    private List<Change> entering(Rules rules) {
        return ruleId.map(rules::withId)
                .map(rule -> moving(rule, rules.asOf()))
                .orElseGet(() -> List.of(add(rules.asOf())));
    }

    private Add add(Instant now) {
        return new Add(address.cidr(), port, description.orElse(DESCRIPTION), person, end(now));
    }

    private List<Change> moving(IngressRule rule, Instant now) {
        refuseToMove(rule);
        return rule.isOurs()
                ? List.of(move(rule), new Claim(rule, person, end(now)))
                : List.of(move(rule));
    }

    private Move move(IngressRule rule) {
        String kept = rule.description().isEmpty() ? DESCRIPTION : rule.description();
        return new Move(rule, address.cidr(), description.orElse(kept));
    }

    /// Whoever else comes in by a rule would be shut out.
    private void refuseToMove(IngressRule rule) {
        refuseIf(rule.isClaimedByOthers(person), rule, "lets somebody else in");
        refuseIf(!rule.isFor(port), rule, "is not for TCP port " + port + " alone");
        refuseIf(!rule.isOfOneMachine(), rule, "lets in more than one machine");
        refuseIf(
                !rule.isOfKind(address), rule, "is for the other kind of address, which AWS keeps");
    }

    private static void refuseIf(boolean is, IngressRule rule, String why) {
        if (is) {
            throw new OperationException(
                    "DB_SG_RULE_ID names "
                            + rule.id()
                            + ", which "
                            + why
                            + ". Set it to another rule, or to nothing for a rule of your own.");
        }
    }

    /// What they need no longer once they are in: where they were before.
    List<Change> departure(Rules rules) {
        return rules.that(rule -> rule.isClaimedBy(person))
                .filter(rule -> rule.isFor(port) && rule.isOfKind(address))
                .filter(not(rule -> rule.sourceIs(address)))
                .map(rule -> leave(rule, person))
                .toList();
    }

    /// What becomes of a rule when somebody needs it no longer.
    static Change leave(IngressRule rule, String person) {
        return rule.isClaimedByOthers(person) ? new Disclaim(rule, person) : new Remove(rule);
    }

    /// What others needed until some time before.
    List<Change> leftovers(Rules rules) {
        return rules.that(rule -> rule.isExpiredAt(rules.asOf()))
                .filter(not(rule -> rule.isClaimedBy(person) || rule.isFor(address, port)))
                .<Change>map(Remove::new)
                .toList();
    }

    /// The rule that lets them in, and that nobody takes away while they need it.
    Optional<IngressRule> way(Rules rules) {
        return rules.that(rule -> rule.isFor(address, port))
                .filter(rule -> !rule.isOurs() || rule.isClaimedBy(person))
                .findFirst();
    }

    private Instant end(Instant now) {
        return now.plus(stay).truncatedTo(ChronoUnit.SECONDS);
    }
}
