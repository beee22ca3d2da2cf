package cruddur.cli.rds;

import cruddur.aws.Change;
import cruddur.aws.Ingress;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.SettingSources;
import cruddur.cli.common.Terminal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `cruddur rds revoke-ip`: removes the rules that allow-ip made for this person.
@Command(
        name = "revoke-ip",
        description = "Remove the rules that allow-ip made for you in DB_SG_ID.",
        footer = {
            "",
            "Other people's rules stay. A rule that was made by hand, such as DB_SG_RULE_ID, is removed only with --rule.",
            "",
            "Example: cruddur rds revoke-ip --dry-run"
        })
final class RevokeIpCommand implements Callable<Integer> {

    private final SettingSources sources;
    private final Terminal terminal;

    @Option(names = "--rule", paramLabel = "RULE", description = "Another rule to remove, like sgr-0123456789abcdef0.")
    private @Nullable String rule;

    @Option(names = "--dry-run", description = "Only show what it would do.")
    private boolean dryRun;

    @Option(names = "--region", paramLabel = "REGION", description = "Region of the group (AWS_REGION).")
    private @Nullable String region;

    RevokeIpCommand(SettingSources sources, Terminal terminal) {
        this.sources = sources;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        GroupAccess group = GroupAccess.of(sources, region, terminal);
        Ingress ingress = group.ingress();
        List<Change> changes = terminal.during(
                "reading the rules", () -> ingress.planRevoke(group.person(), Optional.ofNullable(rule)));
        if (changes.isEmpty()) {
            terminal.report("Cruddur: allow-ip has made no rule for " + group.person() + ".");
        } else if (dryRun) {
            terminal.report("Cruddur: nothing is changed. Without --dry-run:");
            changes.forEach(this::print);
        } else {
            changes.forEach(change -> ingress.apply(change, this::print));
        }
        return ExitCode.DONE;
    }

    private void print(Change change) {
        terminal.print(new RuleChange(change).toString());
    }
}
