package cruddur.cli.rds;

import cruddur.aws.Change;
import cruddur.aws.Visitor;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Setting;
import cruddur.cli.common.Settings;
import cruddur.cli.common.Terminal;
import cruddur.operations.PublicAddress;
import cruddur.sql.ConnectionUrl;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `cruddur rds allow-ip`: this machine may reach PostgreSQL.
@Command(
        name = "allow-ip",
        description = "Let this machine in through the security group DB_SG_ID.",
        footer = {
            "",
            "The address is --ip, else GITPOD_IP, else the one that checkip.amazonaws.com and api.ipify.org agree on. It gets a rule of its own; or, if DB_SG_RULE_ID is set, that rule is moved to it. Once it is in, rules go that were made here for the same person at another address, and nobody else's.",
            "",
            "The port is that of PROD_CONNECTION_URL, which is tried at the end; without one it is 5432.",
            "",
            "Example: cruddur rds allow-ip --expires-in 7d"
        })
final class AllowIpCommand implements Callable<Integer> {

    private static final int POSTGRES_PORT = 5432;

    private final Settings settings;
    private final Terminal terminal;

    @Option(
            names = "--ip",
            paramLabel = "ADDRESS",
            description = "The address at which others see this machine.")
    private @Nullable String ip;

    @Option(
            names = "--description",
            paramLabel = "TEXT",
            description = "What the rule says it is: what it said, or GITPOD, unless given.")
    private @Nullable String description;

    @Option(
            names = "--expires-in",
            paramLabel = "TIME",
            defaultValue = "30d",
            description = "How long it is needed, in hours or days, like 12h; 30d unless given.")
    private String stay = "";

    @Option(
            names = "--sweep",
            description = "Remove the rules that were made here and have expired, whoever's.")
    private boolean sweep;

    @Option(names = "--dry-run", description = "Say what it would do, and do nothing.")
    private boolean dryRun;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "Where the group is; AWS_REGION unless given.")
    private @Nullable String region;

    AllowIpCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Duration needed = duration(stay);
        ThisMachine machine = new ThisMachine(settings, terminal);
        Optional<PublicAddress> given = machine.given(Optional.ofNullable(ip));
        Optional<ConnectionUrl> prod =
                settings.value(Setting.PROD_CONNECTION_URL.name()).map(ConnectionUrl::parse);
        Gate gate = Gate.of(settings, region, terminal);
        Visitor visitor =
                new Visitor(
                        gate.person(),
                        given.orElseGet(machine::lookedUp),
                        prod.map(ConnectionUrl::port).orElse(POSTGRES_PORT),
                        settings.value(Setting.DB_SG_RULE_ID.name()),
                        Optional.ofNullable(description),
                        needed);
        if (dryRun) {
            showPlan(gate, visitor);
        } else {
            letIn(gate, visitor);
            prod.ifPresentOrElse(new Knocking(gate, terminal)::at, this::sayUntried);
        }
        return ExitCode.DONE;
    }

    private static Duration duration(String text) {
        if (!text.matches("[1-9]\\d{0,3}[hd]")) {
            throw new IllegalArgumentException(
                    "--expires-in takes hours or days up to 9999, like 12h or 7d.");
        }
        int number = Integer.parseInt(text.substring(0, text.length() - 1));
        return text.endsWith("h") ? Duration.ofHours(number) : Duration.ofDays(number);
    }

    private void showPlan(Gate gate, Visitor visitor) {
        terminal.say("Cruddur: nothing is done; without --dry-run it would be:");
        terminal.during("looking at the rules", () -> gate.ingress().plan(visitor, sweep))
                .forEach(this::print);
    }

    private void letIn(Gate gate, Visitor visitor) {
        String rule =
                terminal.during(
                        "changing the rules",
                        () -> gate.ingress().admit(visitor, sweep, this::print));
        terminal.say("Cruddur: " + rule + " lets in " + visitor.address() + ".");
    }

    private void print(Change change) {
        terminal.print(new RuleChange(change).toString());
    }

    private void sayUntried() {
        terminal.say(
                "Cruddur: whether PostgreSQL can be reached was not tried, because PROD_CONNECTION_URL is not set.");
    }
}
