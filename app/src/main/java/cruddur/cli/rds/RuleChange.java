package cruddur.cli.rds;

import cruddur.aws.Change;
import cruddur.aws.Change.Add;
import cruddur.aws.Change.Claim;
import cruddur.aws.Change.Disclaim;
import cruddur.aws.Change.Keep;
import cruddur.aws.Change.Move;
import cruddur.aws.Change.Remove;
import cruddur.aws.IngressRule;
import cruddur.cli.common.Terminal;

/// A change of a security group, as one line.
record RuleChange(Change change) {

    @Override
    public String toString() {
        return Terminal.escaped(
                switch (change) {
                    case Add(var source, var port, var description, var person, var until) ->
                        "+ %s to port %d, for %s until %s: %s".formatted(source, port, person, until, description);
                    case Move(var rule, var source, var description) ->
                        "~ %s becomes %s: %s".formatted(named(rule), source, description);
                    case Claim(var rule, var person, var until) ->
                        "= %s, for %s until %s".formatted(named(rule), person, until);
                    case Keep(var rule) -> "= %s, made by hand and unchanged".formatted(named(rule));
                    case Disclaim(var rule, var person) ->
                        "= %s, kept for other people, no longer for %s".formatted(named(rule), person);
                    case Remove(var rule) -> "- " + named(rule);
                });
    }

    private static String named(IngressRule rule) {
        return rule.id() + " " + rule.source();
    }
}
