package cruddur.cli.rds;

import cruddur.aws.Ingress;
import cruddur.aws.Instance;
import cruddur.aws.InstancePlan;
import cruddur.aws.InstanceSetting;
import cruddur.aws.Instances;
import cruddur.aws.MasterPassword;
import cruddur.aws.Profile;
import cruddur.aws.SecurityGroup;
import cruddur.aws.SecurityGroups;
import cruddur.aws.Visitor;
import cruddur.cli.CruddurCommand;
import cruddur.cli.common.Confirmation;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Setting;
import cruddur.cli.common.Settings;
import cruddur.cli.common.Terminal;
import cruddur.operations.OperationException;

import io.vertx.core.json.JsonObject;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes an instance, however often it is interrupted.
///
/// A class of its own, like all that name Amazon's client, because the command line looks at the
/// methods of its commands at every start, and would load the client with them.
///
/// @param securityGroup the id or name of the one that guards it; may be blank
/// @param yes whether to do and keep everything without a question
record Creation(
        Settings settings,
        Terminal terminal,
        Instances instances,
        String securityGroup,
        boolean yes) {

    private static final String MASTER = "cruddurroot";

    /// RDS gives up old classes. This one costs as little.
    private static final String SUCCESSOR = "db.t4g.micro";

    static Creation of(
            Settings settings,
            Terminal terminal,
            Map<String, String> environment,
            String securityGroup,
            boolean yes) {
        Instances instances = new Instances(new AccountReading(environment, terminal).open());
        return new Creation(settings, terminal, instances, group(settings, securityGroup), yes);
    }

    private static String group(Settings settings, String said) {
        return said.isEmpty() ? settings.value(Setting.DB_SG_ID.name()).orElse("") : said;
    }

    /// Shows what AWS would be asked.
    int show(InstanceWish wish) {
        terminal.print(written(plan(wish, password(wish), securityGroup)));
        terminal.say("Cruddur: nothing was made.");
        return ExitCode.DONE;
    }

    private static String written(InstancePlan plan) {
        return new JsonObject(plan.requests()).encodePrettily();
    }

    int run(InstanceWish wish, boolean thenStop) {
        Optional<String> password = password(wish);
        InstancePlan plan = plan(wish, password, securityGroup);
        Optional<Instance> there = instances.find(wish.identifier());
        there.ifPresent(instance -> refuseOther(plan, instance));
        if (there.isEmpty() && !isConfirmed(plan)) {
            return ExitCode.NOT_CONFIRMED;
        }
        ProdAddress address = new ProdAddress(settings, terminal, yes);
        address.authorities().have();
        if (there.isEmpty()) {
            make(wish, password);
        }
        Instance made = awaited(wish.identifier());
        address.offer(made, password.filter(_ -> there.isEmpty()).or(this::setPassword));
        return thenStop ? stop(wish.identifier()) : tellWhatIsNext(made);
    }

    /// @return nothing if AWS makes the passwords
    private Optional<String> password(InstanceWish wish) {
        return wish.is(InstanceSetting.MANAGE_MASTER_USER_PASSWORD)
                ? Optional.empty()
                : Optional.of(
                        setPassword()
                                .map(MasterPassword::checked)
                                .orElseGet(MasterPassword::generated));
    }

    private Optional<String> setPassword() {
        return set(Setting.MASTER_USER_PASSWORD);
    }

    private Optional<String> set(Setting setting) {
        return settings.value(setting.name());
    }

    /// @param group by its name if it is not made yet
    private InstancePlan plan(InstanceWish wish, Optional<String> password, String group) {
        Map<String, Object> fields = wish.fields();
        fields.putIfAbsent("MasterUsername", set(Setting.MASTER_USERNAME).orElse(MASTER));
        password.ifPresent(known -> fields.put("MasterUserPassword", known));
        if (isOutOfDate(wish)) {
            fields.put("DBInstanceClass", SUCCESSOR);
        }
        List<String> groups = group.isEmpty() ? List.of() : List.of(group);
        return instances.plan(fields, groups, wish.profile() == Profile.PRODUCTION);
    }

    private boolean isOutOfDate(InstanceWish wish) {
        InstanceSetting kind = InstanceSetting.DB_INSTANCE_CLASS;
        return !wish.said().containsKey(kind)
                && instances.offers((String) kind.in(wish.profile())).isEmpty();
    }

    private boolean isConfirmed(InstancePlan plan) {
        terminal.say("Cruddur: AWS will be asked:");
        terminal.say(written(plan));
        return new Confirmation(terminal, false, plan.identifier(), yes, "")
                .isGiven("Make this, which may cost money");
    }

    /// A password that was made here is kept before AWS hears of it, so that it cannot be lost.
    private void make(InstanceWish wish, Optional<String> password) {
        InstancePlan plan = plan(wish, password, takenGroup(wish));
        password.filter(_ -> setPassword().isEmpty())
                .ifPresent(made -> settings.keep(Setting.MASTER_USER_PASSWORD, made, terminal));
        terminal.step("asking AWS; should this be interrupted, say it again");
        if (!instances.create(plan)) {
            refuseOther(plan, instances.get(plan.identifier()));
        }
    }

    private String takenGroup(InstanceWish wish) {
        if (securityGroup.isEmpty()) {
            return "";
        }
        SecurityGroup group = new SecurityGroups(instances.account()).takeOrMake(securityGroup);
        if (!set(Setting.DB_SG_ID).equals(Optional.of(group.id()))) {
            settings.offer(Setting.DB_SG_ID, group.id(), terminal, yes);
            letInTo(group, wish);
        }
        return group.id();
    }

    /// Who makes a group for a public instance wants to reach it from here.
    private void letInTo(SecurityGroup group, InstanceWish wish) {
        if (wish.is(InstanceSetting.PUBLICLY_ACCESSIBLE)) {
            Visitor visitor =
                    Visitor.from(
                            instances.account().caller().person(),
                            new ThisMachine(settings, terminal).address(),
                            wish.port());
            String rule =
                    new Ingress(instances.account(), group)
                            .admit(
                                    visitor,
                                    false,
                                    change -> terminal.print(new RuleChange(change).toString()));
            terminal.say("Cruddur: " + rule + " lets in " + visitor.address() + ".");
        }
    }

    private void refuseOther(InstancePlan plan, Instance there) {
        List<String> differences = plan.differences(there);
        if (!differences.isEmpty()) {
            throw new OperationException(
                    "There is another "
                            + there.identifier()
                            + ", which is "
                            + there.status()
                            + ": "
                            + String.join("; ", differences)
                            + ". Name yours with --db-instance-identifier.");
        }
        if (there.is("stopped")) {
            throw new OperationException(
                    there.identifier() + " is there, and stopped: cruddur rds start");
        }
        terminal.say("Cruddur: " + there.identifier() + " is there already.");
    }

    private Instance awaited(String identifier) {
        StateWatch.of(instances, terminal, identifier).until(Goal.AVAILABLE);
        return instances.get(identifier);
    }

    private int stop(String identifier) {
        return new InstanceVerbs(settings, terminal, instances, identifier).stop();
    }

    private int tellWhatIsNext(Instance made) {
        if (made.isPublic()) {
            offer("rds", "allow-ip");
        } else {
            terminal.say(
                    """
                    Cruddur: it has no public address. It is reached from inside its VPC; by a VPN; or through
                    Cruddur: a machine in it: aws ssm start-session --target INSTANCE_ID \\
                    Cruddur:   --document-name AWS-StartPortForwardingSessionToRemoteHost \\
                    Cruddur:   --parameters host=%s,portNumber=%d,localPortNumber=5432\
                    """
                            .formatted(made.host().orElseThrow(), made.port()));
        }
        offer("db", "schema-load", "prod");
        return ExitCode.DONE;
    }

    private void offer(String... words) {
        String command = "cruddur " + String.join(" ", words);
        terminal.say("Cruddur: next: " + command);
        if (terminal.confirms("Run it now?")) {
            CruddurCommand.run(settings.environment(), words);
        }
    }
}
