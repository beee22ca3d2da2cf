package cruddur.cli.rds;

import cruddur.aws.AccessRequest;
import cruddur.aws.Change;
import cruddur.aws.Ingress;
import cruddur.aws.Instance;
import cruddur.aws.InstancePlan;
import cruddur.aws.InstanceSetting;
import cruddur.aws.Instances;
import cruddur.aws.MasterPassword;
import cruddur.aws.Profile;
import cruddur.aws.SecurityGroup;
import cruddur.aws.SecurityGroups;
import cruddur.cli.CruddurCommand;
import cruddur.cli.common.Confirmation;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Setting;
import cruddur.cli.common.SettingSources;
import cruddur.cli.common.Terminal;
import cruddur.operations.OperationException;
import cruddur.settings.Settings;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Creates an instance; after an interruption, running it again continues.
///
/// @param securityGroup the id or name of the instance's security group; may be blank
/// @param yes whether to create and keep everything without a question
record Creation(SettingSources sources, Terminal terminal, Instances instances, String securityGroup, boolean yes) {

    /// AWS retires old classes. This one costs about as little.
    private static final String SUCCESSOR = "db.t4g.micro";

    static Creation of(
            SettingSources sources, Terminal terminal, Settings settings, String securityGroup, boolean yes) {
        Instances instances = new Instances(new AccountLookup(settings, terminal).open());
        return new Creation(sources, terminal, instances, group(sources, securityGroup), yes);
    }

    private static String group(SettingSources sources, String option) {
        return option.isEmpty() ? sources.value(Setting.DB_SG_ID).orElse("") : option;
    }

    /// Shows the requests to AWS.
    int show(InstanceSpec spec) {
        InstancePlan plan = plan(spec, password(spec), securityGroup);
        if (!securityGroup.isEmpty()) {
            showGroup(spec);
        }
        terminal.print(written(plan));
        terminal.report("Cruddur: nothing was created.");
        return ExitCode.DONE;
    }

    private void showGroup(InstanceSpec spec) {
        Optional<SecurityGroup> group = new SecurityGroups(instances.account()).find(securityGroup);
        terminal.report("Cruddur: security group: "
                + group.map(SecurityGroup::toString)
                        .orElse(securityGroup + ", to be created in the default VPC of "
                                + instances.account().region()));
        if (isToBeAllowed(group, spec)) {
            List<Change> changes = group.map(found -> new Ingress(instances.account(), found))
                    .map(ingress -> ingress.plan(access(spec), false))
                    .orElseGet(() -> access(spec).additions());
            changes.forEach(change -> terminal.report("Cruddur: rule: " + new RuleChange(change)));
        }
    }

    private static String written(InstancePlan plan) {
        return new JsonObject(plan.requests()).encodePrettily();
    }

    int run(InstanceSpec spec, boolean thenStop) {
        Optional<String> password = password(spec);
        InstancePlan plan = plan(spec, password, securityGroup);
        Optional<Instance> there = instances.find(spec.identifier());
        there.ifPresent(instance -> refuseOther(plan, instance));
        if (there.isEmpty() && !isConfirmed(plan)) {
            return ExitCode.NOT_CONFIRMED;
        }
        ProdAddress address = new ProdAddress(sources, terminal, yes);
        address.authorities().fetchIfMissing();
        if (there.isEmpty()) {
            create(spec, password);
        }
        Instance made = awaited(spec.identifier());
        address.offer(made, there.isEmpty() ? password : address.password(made).or(this::setPassword));
        return thenStop ? stop(spec.identifier()) : offerNextSteps(made);
    }

    /// @return the password; empty if AWS generates it
    private Optional<String> password(InstanceSpec spec) {
        return spec.is(InstanceSetting.MANAGE_MASTER_USER_PASSWORD)
                ? Optional.empty()
                : Optional.of(setPassword().map(MasterPassword::checked).orElseGet(MasterPassword::generated));
    }

    private Optional<String> setPassword() {
        return set(Setting.MASTER_USER_PASSWORD);
    }

    private Optional<String> set(Setting setting) {
        return sources.value(setting);
    }

    /// @param group its id, or its name if it does not exist yet
    private InstancePlan plan(InstanceSpec spec, Optional<String> password, String group) {
        Map<String, Object> fields = spec.fields();
        fields.putIfAbsent("MasterUsername", set(Setting.MASTER_USERNAME).orElseThrow());
        password.ifPresent(known -> fields.put("MasterUserPassword", known));
        if (isOutOfDate(spec)) {
            fields.put("DBInstanceClass", SUCCESSOR);
        }
        List<String> groups = group.isEmpty() ? List.of() : List.of(group);
        return instances.plan(fields, groups, spec.profile() == Profile.PRODUCTION);
    }

    private boolean isOutOfDate(InstanceSpec spec) {
        InstanceSetting kind = InstanceSetting.DB_INSTANCE_CLASS;
        return !spec.options().containsKey(kind)
                && instances.offers((String) kind.in(spec.profile())).isEmpty();
    }

    private boolean isConfirmed(InstancePlan plan) {
        terminal.report("Cruddur: requests to AWS:");
        terminal.report(written(plan));
        return new Confirmation(terminal, false, plan.identifier(), yes, "")
                .isGiven("Create this, which may cost money");
    }

    /// A generated password is kept before AWS receives it, so that it cannot be lost.
    private void create(InstanceSpec spec, Optional<String> password) {
        InstancePlan plan = plan(spec, password, securityGroupId(spec));
        password.filter(_ -> setPassword().isEmpty())
                .ifPresent(made -> sources.keep(Setting.MASTER_USER_PASSWORD, made, terminal));
        terminal.step("creating the instance; if interrupted, run the same command again");
        if (!instances.create(plan)) {
            refuseOther(plan, instances.get(plan.identifier()));
        }
    }

    private String securityGroupId(InstanceSpec spec) {
        if (securityGroup.isEmpty()) {
            return "";
        }
        SecurityGroup group = new SecurityGroups(instances.account()).getOrCreate(securityGroup);
        if (!isSet(group)) {
            sources.offer(Setting.DB_SG_ID, group.id(), terminal, yes);
        }
        if (isToBeAllowed(Optional.of(group), spec)) {
            allow(group, access(spec));
        }
        return group.id();
    }

    private boolean isSet(SecurityGroup group) {
        return set(Setting.DB_SG_ID).equals(Optional.of(group.id()));
    }

    /// The address of this machine is allowed in a new group of a public instance, not in the group of `DB_SG_ID`.
    private boolean isToBeAllowed(Optional<SecurityGroup> group, InstanceSpec spec) {
        return spec.is(InstanceSetting.PUBLICLY_ACCESSIBLE)
                && group.filter(this::isSet).isEmpty();
    }

    private void allow(SecurityGroup group, AccessRequest access) {
        String rule = new Ingress(instances.account(), group)
                .allow(access, false, change -> terminal.print(new RuleChange(change).toString()));
        terminal.report("Cruddur: " + rule + " allows " + access.address() + ".");
        terminal.report("Cruddur: DB_SG_RULE_ID=" + rule);
    }

    private AccessRequest access(InstanceSpec spec) {
        return AccessRequest.from(
                instances.account().caller().person(), new ThisMachine(sources, terminal).address(), spec.port());
    }

    private void refuseOther(InstancePlan plan, Instance there) {
        List<String> differences = plan.differences(there);
        if (!differences.isEmpty()) {
            throw new OperationException("There is another "
                    + there.identifier()
                    + ", which is "
                    + there.status()
                    + ": "
                    + String.join("; ", differences)
                    + ". Name yours with --db-instance-identifier.");
        }
        if (there.is("stopped")) {
            throw new OperationException(
                    there.identifier() + " exists and is stopped. Start it with: cruddur rds start");
        }
        terminal.report("Cruddur: " + there.identifier() + " exists already.");
    }

    private Instance awaited(String identifier) {
        StateWatch.of(instances, terminal, identifier).until(Goal.AVAILABLE);
        return instances.get(identifier);
    }

    private int stop(String identifier) {
        return new InstanceVerbs(sources, terminal, instances, identifier).stop();
    }

    private int offerNextSteps(Instance made) {
        if (made.isPublic()) {
            offer("rds", "allow-ip");
        } else {
            terminal.report("""
                    Cruddur: it has no public address. Reach it from inside its VPC, by a VPN, or through
                    Cruddur: a machine in it: aws ssm start-session --target INSTANCE_ID \\
                    Cruddur:   --document-name AWS-StartPortForwardingSessionToRemoteHost \\
                    Cruddur:   --parameters host=%s,portNumber=%d,localPortNumber=5432\
                    """.formatted(made.host().orElseThrow(), made.port()));
        }
        offer("db", "schema-load", "prod");
        return ExitCode.DONE;
    }

    private void offer(String... words) {
        String command = "cruddur " + String.join(" ", words);
        terminal.report("Cruddur: next: " + command);
        if (terminal.confirms("Run it now?")) {
            CruddurCommand.run(sources.environment(), words);
        }
    }
}
