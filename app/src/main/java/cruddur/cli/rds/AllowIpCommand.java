package cruddur.cli.rds;

import cruddur.aws.AccessRequest;
import cruddur.aws.Change;
import cruddur.aws.PublicAddress;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Setting;
import cruddur.cli.common.SettingSources;
import cruddur.cli.common.Terminal;
import cruddur.sql.ConnectionUrl;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `cruddur rds allow-ip`: allows this machine to reach PostgreSQL.
@Command(
        name = "allow-ip",
        description = "Allow this machine's address in the security group DB_SG_ID.",
        footer = {
            "",
            "The address is --ip, else GITPOD_IP, else the one that checkip.amazonaws.com and api.ipify.org agree on. It gets a new rule, or the rule DB_SG_RULE_ID if that is set. Then your older rules are removed. Other people's rules stay.",
            "",
            "The port is that of PROD_CONNECTION_URL, which is tried at the end. If that is not set, it is 5432.",
            "",
            "Example: cruddur rds allow-ip --expires-in 7d"
        })
final class AllowIpCommand implements Callable<Integer> {

    private static final int POSTGRES_PORT = 5432;

    private final SettingSources sources;
    private final Terminal terminal;

    @Option(names = "--ip", paramLabel = "ADDRESS", description = "The address at which others see this machine.")
    private @Nullable String ip;

    @Option(
            names = "--description",
            paramLabel = "TEXT",
            description = "Description of the rule; a new rule has GITPOD by default.")
    private @Nullable String description;

    @Option(
            names = "--expires-in",
            paramLabel = "TIME",
            defaultValue = "30d",
            description = "Time until the rule expires, in hours or days, like 12h (30d).")
    private String lifetime = "";

    @Option(names = "--sweep", description = "Remove all expired rules that this command made, also other people's.")
    private boolean sweep;

    @Option(names = "--dry-run", description = "Only show what it would do.")
    private boolean dryRun;

    @Option(names = "--region", paramLabel = "REGION", description = "Region of the group (AWS_REGION).")
    private @Nullable String region;

    AllowIpCommand(SettingSources sources, Terminal terminal) {
        this.sources = sources;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Duration needed = duration(lifetime);
        ThisMachine machine = new ThisMachine(sources, terminal);
        Optional<PublicAddress> given = machine.given(Optional.ofNullable(ip));
        Optional<ConnectionUrl> prod =
                sources.value(Setting.PROD_CONNECTION_URL).map(ConnectionUrl::parse);
        GroupAccess group = GroupAccess.of(sources, region, terminal);
        AccessRequest access = new AccessRequest(
                group.person(),
                given.orElseGet(machine::lookedUp),
                prod.map(ConnectionUrl::port).orElse(POSTGRES_PORT),
                sources.value(Setting.DB_SG_RULE_ID),
                Optional.ofNullable(description),
                needed);
        if (dryRun) {
            showPlan(group, access);
        } else {
            allow(group, access);
            prod.ifPresentOrElse(new ReachabilityCheck(group, terminal)::at, this::reportUnchecked);
        }
        return ExitCode.DONE;
    }

    private static Duration duration(String text) {
        if (!text.matches("[1-9]\\d{0,3}[hd]")) {
            throw new IllegalArgumentException("--expires-in takes hours or days up to 9999, like 12h or 7d.");
        }
        int number = Integer.parseInt(text.substring(0, text.length() - 1));
        return text.endsWith("h") ? Duration.ofHours(number) : Duration.ofDays(number);
    }

    private void showPlan(GroupAccess group, AccessRequest access) {
        List<Change> changes =
                terminal.during("reading the rules", () -> group.ingress().plan(access, sweep));
        terminal.report("Cruddur: nothing is changed. Without --dry-run:");
        changes.forEach(this::print);
    }

    private void allow(GroupAccess group, AccessRequest access) {
        String rule =
                terminal.during("changing the rules", () -> group.ingress().allow(access, sweep, this::print));
        terminal.report("Cruddur: " + rule + " allows " + access.address() + ".");
    }

    private void print(Change change) {
        terminal.print(new RuleChange(change).toString());
    }

    private void reportUnchecked() {
        terminal.report("Cruddur: not checked whether PostgreSQL answers, because PROD_CONNECTION_URL is not set.");
    }
}
