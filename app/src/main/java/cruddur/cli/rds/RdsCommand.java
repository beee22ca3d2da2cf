package cruddur.cli.rds;

import cruddur.cli.common.CommandGroup;
import cruddur.cli.common.Setting;
import cruddur.cli.common.Settings;
import cruddur.cli.common.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;

/// `cruddur rds`: the PostgreSQL that Amazon runs.
@Command(
        name = "rds",
        description = "Make and look after the database at Amazon RDS.",
        synopsisSubcommandLabel = "COMMAND",
        addMethodSubcommands = false,
        footer = {"", "Begin with: cruddur rds create --dry-run"})
public final class RdsCommand implements CommandGroup {

    private final Settings settings;
    private final Terminal terminal;

    public RdsCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public List<Object> classes() {
        return List.of(
                CreateCommand.of(settings, terminal),
                new AllowIpCommand(settings, terminal),
                new RevokeIpCommand(settings, terminal),
                new DoctorCommand(settings, terminal));
    }

    @Command(
            name = "status",
            description = "Show where the instance is, how it is, and what it costs.",
            footer = {
                "",
                "A stopped instance is started again by AWS after seven days; this says when.",
                "",
                "Example: cruddur rds status --json"
            })
    int status(
            @Mixin InstanceOptions options,
            @Option(names = "--json", description = "Write it as AWS describes it, for programs.")
                    boolean json) {
        return InstanceVerbs.of(settings, terminal, options).status(json);
    }

    @Command(
            name = "wait",
            description = "Wait until the instance is available, stopped or deleted.",
            footer = {
                "",
                "Says each state on the way. Exit code 1 if the time is up, or it gets stuck.",
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
                            description = "When to give up (60).")
                    int minutes) {
        Goal named = Goal.named(goal);
        return InstanceVerbs.of(settings, terminal, options)
                .await(named, Duration.ofMinutes(minutes));
    }

    @Command(
            name = "start",
            description = "Start the instance, and wait until it is available.",
            footer = {
                "",
                "May be said again, and while the instance is at something else: it waits.",
                "",
                "Example: cruddur rds start --region ca-central-1"
            })
    int start(@Mixin InstanceOptions options) {
        return InstanceVerbs.of(settings, terminal, options).start();
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
        return InstanceVerbs.of(settings, terminal, options).stop();
    }

    @Command(
            name = "reset-password",
            description = "Give the instance another master password, at once.",
            footer = {
                "",
                "The password is MASTER_USER_PASSWORD, else one that is made and kept in .env. It never stands on the command line.",
                "",
                "Example: pwgen 20 1 | cruddur rds reset-password --password-stdin"
            })
    int resetPassword(
            @Mixin InstanceOptions options,
            @Option(names = "--password-stdin", description = "Read it from stdin, one line.")
                    boolean stdin,
            @Option(
                            names = "--generate",
                            description = "Make a new one, whatever MASTER_USER_PASSWORD is.")
                    boolean generate,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Keep PROD_CONNECTION_URL in .env without asking.")
                    boolean yes) {
        Optional<String> password = stdin ? Optional.of(line()) : set().filter(_ -> !generate);
        return InstanceVerbs.of(settings, terminal, options).resetPassword(password, yes);
    }

    private Optional<String> set() {
        return settings.value(Setting.MASTER_USER_PASSWORD.name());
    }

    private static String line() {
        Scanner input = new Scanner(System.in, StandardCharsets.UTF_8);
        return input.hasNextLine() ? input.nextLine() : "";
    }

    @Command(
            name = "delete",
            description = "Delete the instance, after a last snapshot.",
            footer = {
                "",
                "Shows what will be gone, and wants the instance's name typed.",
                "",
                "Example: cruddur rds delete --confirm cruddur-db-instance"
            })
    int delete(
            @Mixin InstanceOptions options,
            @Option(
                            names = "--no-final-snapshot",
                            description = "Take no last snapshot; nothing brings the data back.")
                    boolean noSnapshot,
            @Option(
                            names = "--confirm",
                            paramLabel = "NAME",
                            defaultValue = "",
                            description = "Do not ask; NAME is the instance's name.")
                    String confirmed) {
        return InstanceVerbs.of(settings, terminal, options).delete(!noSnapshot, confirmed);
    }

    @Command(
            name = "zones",
            description = "Show the zones of a region in which an instance can stand.",
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
                            description = "Kind of machine (db.t3.micro).")
                    String instanceClass,
            @Option(names = "--json", description = "Write it as AWS describes it, for programs.")
                    boolean json) {
        return new ZoneReading(InstanceOptions.inRegion(region, settings.effective()), terminal)
                .show(instanceClass, json);
    }
}
