package cruddur.aws;

import cruddur.operations.OperationException;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The rules of a security group for incoming connections.
///
/// @param group that has the rules
/// @param asOf when AWS listed them, by AWS's clock
record Rules(SecurityGroup group, List<IngressRule> all, Instant asOf) {

    Rules {
        all = List.copyOf(all);
    }

    Stream<IngressRule> that(Predicate<IngressRule> condition) {
        return all.stream().filter(condition);
    }

    IngressRule withId(String id) {
        return that(rule -> rule.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new OperationException(
                                group
                                        + " has no rule "
                                        + id
                                        + " for incoming connections. Set DB_SG_RULE_ID to one that it has, or leave it empty for a rule of your own."));
    }
}
