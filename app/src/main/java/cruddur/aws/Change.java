package cruddur.aws;

import java.time.Instant;

/// One change to the rules of a security group.
public sealed interface Change {

    /// Adds a rule for a person, until a time.
    record Add(String source, int port, String description, String person, Instant until) implements Change {}

    /// Changes the source or description of a rule in one request, so there is no moment without the rule.
    record Move(IngressRule rule, String source, String description) implements Change {}

    /// Tags an existing rule as needed by this person until a time.
    record Claim(IngressRule rule, String person, Instant until) implements Change {}

    /// Keeps a rule that an operator made by hand and that already allows the address.
    record Keep(IngressRule rule) implements Change {}

    /// Removes this person's tag from a rule that other people need.
    record Disclaim(IngressRule rule, String person) implements Change {}

    record Remove(IngressRule rule) implements Change {}
}
