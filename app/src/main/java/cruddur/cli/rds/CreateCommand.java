package cruddur.cli.rds;

import cruddur.aws.InstanceSetting;
import cruddur.aws.Profile;
import cruddur.aws.SecurityGroups;
import cruddur.cli.common.Settings;
import cruddur.cli.common.Terminal;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;

/// `cruddur rds create`: an instance of a profile, with whatever is said besides.
@Command(
        name = "create",
        description = "Make an instance, and keep how it is reached.",
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {
            "",
            "A setting is what its option says, else what the profile says: free-tier, which costs nothing in an account's first year, or production. The master user is MASTER_USERNAME and MASTER_USER_PASSWORD; a password that is not set is made, and kept in .env.",
            "",
            "May be said again: it goes on waiting for an instance that it began to make.",
            "",
            "Example: cruddur rds create --profile production --dry-run"
        })
final class CreateCommand implements Callable<Integer> {

    private final Settings settings;
    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private InstanceOptions instance = new InstanceOptions();

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            defaultValue = "free-tier",
            description = "free-tier (the default) or production.")
    private String profile = "";

    @Option(
            names = "--dry-run",
            description = "Show what AWS would be asked to make; look there, and make nothing.")
    private boolean dryRun;

    @Option(names = "--then-stop", description = "Stop it when it is made, so that it costs less.")
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
                    "Guard it with the security group of this id or name, which is made in the default VPC if it is missing (DB_SG_ID; without a name, cruddur-db).")
    private String securityGroup = "";

    private CreateCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    static CommandLine of(Settings settings, Terminal terminal) {
        CommandLine command = new CommandLine(new CreateCommand(settings, terminal));
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
                : " ("
                        + (freeTier.equals(production)
                                ? freeTier
                                : freeTier + ", production " + production)
                        + ")";
    }

    @Override
    public Integer call() {
        InstanceWish wish = new InstanceWish(instance.identifier(), profile(), said());
        Creation creation =
                Creation.of(
                        settings, terminal, instance.in(settings.effective()), securityGroup, yes);
        return dryRun ? creation.show(wish) : creation.run(wish, thenStop);
    }

    private Profile profile() {
        return switch (profile) {
            case "free-tier" -> Profile.FREE_TIER;
            case "production" -> Profile.PRODUCTION;
            default ->
                    throw new IllegalArgumentException(
                            "There is no profile " + profile + "; it is free-tier or production.");
        };
    }

    private Map<InstanceSetting, Object> said() {
        Map<InstanceSetting, Object> said = new EnumMap<>(InstanceSetting.class);
        for (InstanceSetting setting : InstanceSetting.values()) {
            Object value = spec.findOption(setting.option()).getValue();
            if (value != null) {
                said.put(setting, value);
            }
        }
        return said;
    }
}
