package cruddur.cli.rds;

import cruddur.cli.common.CommandGroup;
import cruddur.cli.common.Setting;
import cruddur.cli.common.SettingSources;
import cruddur.cli.common.Terminal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Scanner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `cruddur rds`: PostgreSQL on Amazon RDS.
@Command(
        name = "rds",
        description = "Create and operate the database on Amazon RDS.",
        synopsisSubcommandLabel = "COMMAND",
        addMethodSubcommands = false,
        footer = {"", "Begin with: cruddur rds create --dry-run"})
public final class RdsCommand implements CommandGroup {

    private final SettingSources sources;
    private final Terminal terminal;

    public RdsCommand(SettingSources sources, Terminal terminal) {
        this.sources = sources;
        this.terminal = terminal;
    }

    @Override
    public List<Object> classes() {
        return List.of(
                CreateCommand.of(sources, terminal),
                new AllowIpCommand(sources, terminal),
                new RevokeIpCommand(sources, terminal),
                new DoctorCommand(sources, terminal));
    }

    @Command(
            name = "status",
            description = "Show the instance's address, state and cost factors.",
            footer = {
                "",
                "AWS starts a stopped instance again after seven days; this shows when.",
                "",
                "Example: cruddur rds status --json"
            })
    int status(
            @Mixin InstanceOptions options,
            @Option(names = "--json", description = "Write AWS's description as JSON, for programs.") boolean json) {
        return InstanceVerbs.of(sources, terminal, options).status(json);
    }

    @Command(
            name = "wait",
            description = "Wait until the instance is available, stopped or deleted.",
            footer = {
                "",
                "Prints each state. The exit code is 1 after the timeout, or in a state that only an operator can end.",
                "",
                "Example: cruddur rds wait --for stopped --timeout 20"
            })
    int await(
            @Mixin InstanceOptions options,
            @Option(
                            names = "--for",
                            paramLabel = "STATE",
                            defaultValue = "available",
                            description = "available (the default), stopped or deleted.")
                    String goal,
            @Option(
                            names = "--timeout",
                            paramLabel = "MINUTES",
                            defaultValue = "60",
                            description = "Minutes to wait (60).")
                    int minutes) {
        Goal named = Goal.named(goal);
        return InstanceVerbs.of(sources, terminal, options).await(named, Duration.ofMinutes(minutes));
    }

    @Command(
            name = "start",
            description = "Start the instance, and wait until it is available.",
            footer = {
                "",
                "May be repeated. While the instance is in another change, it waits.",
                "",
                "Example: cruddur rds start --region ca-central-1"
            })
    int start(@Mixin InstanceOptions options) {
        return InstanceVerbs.of(sources, terminal, options).start();
    }

    @Command(
            name = "stop",
            description = "Stop the instance, and wait until it is stopped.",
            footer = {
                "",
                "AWS starts it again after seven days; deploy/rds/keep-stopped.yaml stops it each time.",
                "",
                "Example: cruddur rds stop"
            })
    int stop(@Mixin InstanceOptions options) {
        return InstanceVerbs.of(sources, terminal, options).stop();
    }

    @Command(
            name = "reset-password",
            description = "Change the instance's master password at once.",
            footer = {
                "",
                "The password is MASTER_USER_PASSWORD, else a generated one that is kept in .env. It is never on the command line.",
                "",
                "Example: pwgen 20 1 | cruddur rds reset-password --password-stdin"
            })
    int resetPassword(
            @Mixin InstanceOptions options,
            @Option(names = "--password-stdin", description = "Read it from stdin, one line.") boolean stdin,
            @Option(names = "--generate", description = "Generate a new one, even if MASTER_USER_PASSWORD is set.")
                    boolean generate,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Keep PROD_CONNECTION_URL in .env without asking.")
                    boolean yes) {
        Optional<String> password = stdin ? Optional.of(line()) : set().filter(_ -> !generate);
        return InstanceVerbs.of(sources, terminal, options).resetPassword(password, yes);
    }

    private Optional<String> set() {
        return sources.value(Setting.MASTER_USER_PASSWORD);
    }

    private static String line() {
        Scanner input = new Scanner(System.in, StandardCharsets.UTF_8);
        return input.hasNextLine() ? input.nextLine() : "";
    }

    @Command(
            name = "delete",
            description = "Delete the instance, after a final snapshot.",
            footer = {
                "",
                "Shows what will be lost, and asks for the instance's name.",
                "",
                "Example: cruddur rds delete --confirm cruddur-db-instance"
            })
    int delete(
            @Mixin InstanceOptions options,
            @Option(names = "--no-final-snapshot", description = "Take no final snapshot; the data cannot be restored.")
                    boolean noSnapshot,
            @Option(
                            names = "--confirm",
                            paramLabel = "NAME",
                            defaultValue = "",
                            description = "Do not ask; NAME is the instance's name.")
                    String confirmed) {
        return InstanceVerbs.of(sources, terminal, options).delete(!noSnapshot, confirmed.toLowerCase(Locale.ROOT));
    }

    @Command(
            name = "zones",
            description = "List the zones of a region that offer an instance class.",
            footer = {"", "Example: cruddur rds zones --region ca-central-1"})
    int zones(
            @Option(
                            names = "--region",
                            paramLabel = "REGION",
                            defaultValue = "",
                            description = "The region (AWS_REGION, else the profile's).")
                    String region,
            @Option(
                            names = "--db-instance-class",
                            paramLabel = "CLASS",
                            defaultValue = "db.t3.micro",
                            description = "Instance class (db.t3.micro).")
                    String instanceClass,
            @Option(names = "--json", description = "Write AWS's description as JSON, for programs.") boolean json) {
        return new ZoneLookup(InstanceOptions.inRegion(region, sources.settings()), terminal).show(instanceClass, json);
    }
}
