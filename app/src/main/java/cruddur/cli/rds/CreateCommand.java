package cruddur.cli.rds;

import cruddur.aws.InstanceSetting;
import cruddur.aws.Profile;
import cruddur.aws.SecurityGroups;
import cruddur.cli.common.SettingSources;
import cruddur.cli.common.Terminal;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `cruddur rds create`: creates an instance with the settings of a profile and of options.
@Command(
        name = "create",
        description = "Create an instance, and keep its connection URL.",
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {
            "",
            "A setting is its option, else the value of the profile: free-tier, which costs nothing in an account's first year, or production. The master user is MASTER_USERNAME and MASTER_USER_PASSWORD; if no password is set, one is generated and kept in .env.",
            "",
            "If interrupted, run it again: it continues to wait for the instance.",
            "",
            "Example: cruddur rds create --profile production --dry-run"
        })
final class CreateCommand implements Callable<Integer> {

    private final SettingSources sources;
    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private InstanceOptions instance = new InstanceOptions();

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            defaultValue = "free-tier",
            description = "free-tier (the default) or production.")
    private String profile = "";

    @Option(names = "--dry-run", description = "Only show the requests to AWS.")
    private boolean dryRun;

    @Option(names = "--then-stop", description = "Stop the instance once it is created, so that it costs less.")
    private boolean thenStop;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Option(
            names = "--security-group",
            paramLabel = "GROUP",
            arity = "0..1",
            defaultValue = "",
            fallbackValue = SecurityGroups.NAME,
            description =
                    "Security group, by id or name; a missing one is created in the default VPC (DB_SG_ID; without a name, cruddur-db).")
    private String securityGroup = "";

    private CreateCommand(SettingSources sources, Terminal terminal) {
        this.sources = sources;
        this.terminal = terminal;
    }

    static CommandLine of(SettingSources sources, Terminal terminal) {
        CommandLine command = new CommandLine(new CreateCommand(sources, terminal));
        for (InstanceSetting setting : InstanceSetting.values()) {
            command.getCommandSpec().addOption(option(setting));
        }
        return command;
    }

    private static OptionSpec option(InstanceSetting setting) {
        boolean isSwitch = setting.type() == Boolean.class;
        return OptionSpec.builder(setting.option())
                .type(setting.type())
                .arity(isSwitch ? "0" : "1")
                .negatable(isSwitch)
                .paramLabel(setting.type() == Integer.class ? "NUMBER" : "VALUE")
                .description(setting.description() + defaults(setting) + ".")
                .build();
    }

    private static String defaults(InstanceSetting setting) {
        Object freeTier = setting.in(Profile.FREE_TIER);
        Object production = setting.in(Profile.PRODUCTION);
        return freeTier.equals("")
                ? ""
                : " (" + (freeTier.equals(production) ? freeTier : freeTier + ", production " + production) + ")";
    }

    @Override
    public Integer call() {
        InstanceSpec wanted = new InstanceSpec(instance.identifier(), profile(), options());
        Creation creation = Creation.of(sources, terminal, instance.in(sources.settings()), securityGroup, yes);
        return dryRun ? creation.show(wanted) : creation.run(wanted, thenStop);
    }

    private Profile profile() {
        return switch (profile) {
            case "free-tier" -> Profile.FREE_TIER;
            case "production" -> Profile.PRODUCTION;
            default ->
                throw new IllegalArgumentException("There is no profile " + profile + ". Use free-tier or production.");
        };
    }

    private Map<InstanceSetting, Object> options() {
        Map<InstanceSetting, Object> options = new EnumMap<>(InstanceSetting.class);
        for (InstanceSetting setting : InstanceSetting.values()) {
            Object value = spec.findOption(setting.option()).getValue();
            if (value != null) {
                options.put(setting, value);
            }
        }
        return options;
    }
}
