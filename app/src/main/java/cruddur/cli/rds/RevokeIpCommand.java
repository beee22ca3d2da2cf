package cruddur.cli.rds;

import cruddur.aws.Change;
import cruddur.aws.Ingress;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Settings;
import cruddur.cli.common.Terminal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `cruddur rds revoke-ip`: what allow-ip did for somebody, taken back.
@Command(
        name = "revoke-ip",
        description = "Take back the rules that allow-ip made for you in DB_SG_ID.",
        footer = {
            "",
            "Rules that let others in stay. One that was made by hand, such as DB_SG_RULE_ID may name, goes if --rule names it.",
            "",
            "Example: cruddur rds revoke-ip --dry-run"
        })
final class RevokeIpCommand implements Callable<Integer> {

    private final Settings settings;
    private final Terminal terminal;

    @Option(
            names = "--rule",
            paramLabel = "RULE",
            description = "A rule that goes as well, like sgr-0123456789abcdef0.")
    private @Nullable String rule;

    @Option(names = "--dry-run", description = "Say what it would do, and do nothing.")
    private boolean dryRun;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "Where the group is; AWS_REGION unless given.")
    private @Nullable String region;

    RevokeIpCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Gate gate = Gate.of(settings, region, terminal);
        Ingress ingress = gate.ingress();
        List<Change> changes =
                terminal.during(
                        "looking at the rules",
                        () -> ingress.planExit(gate.person(), Optional.ofNullable(rule)));
        if (changes.isEmpty()) {
            terminal.say("Cruddur: no rule was made here for " + gate.person() + ".");
        } else if (dryRun) {
            terminal.say("Cruddur: nothing is done; without --dry-run it would be:");
            changes.forEach(this::print);
        } else {
            changes.forEach(change -> ingress.make(change, this::print));
        }
        return ExitCode.DONE;
    }

    private void print(Change change) {
        terminal.print(new RuleChange(change).toString());
    }
}
