package cruddur.aws;

import java.time.Instant;

/// One thing that is done to the rules of a security group.
public sealed interface Change {

    /// A new rule, for somebody until some time.
    record Add(String source, int port, String description, String person, Instant until)
            implements Change {}

    /// Another source or description of a rule, in one step: there is no moment without it.
    record Move(IngressRule rule, String source, String description) implements Change {}

    /// Somebody needs a rule, too, or needs it for longer.
    record Claim(IngressRule rule, String person, Instant until) implements Change {}

    /// A rule that was made by hand does already what is wanted.
    record Keep(IngressRule rule) implements Change {}

    /// Somebody no longer needs a rule that others need.
    record Disclaim(IngressRule rule, String person) implements Change {}

    record Remove(IngressRule rule) implements Change {}
}
