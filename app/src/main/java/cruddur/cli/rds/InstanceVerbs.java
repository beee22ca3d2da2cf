package cruddur.cli.rds;

import cruddur.aws.Instance;
import cruddur.aws.Instances;
import cruddur.aws.MasterPassword;
import cruddur.cli.common.Confirmation;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Setting;
import cruddur.cli.common.SettingSources;
import cruddur.cli.common.Terminal;
import cruddur.operations.OperationException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The operator's commands for one instance.
record InstanceVerbs(SettingSources sources, Terminal terminal, Instances instances, String identifier) {

    private static final DateTimeFormatter DATED =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

    static InstanceVerbs of(SettingSources sources, Terminal terminal, InstanceOptions options) {
        Instances instances = new Instances(new AccountLookup(options.in(sources.settings()), terminal).open());
        return new InstanceVerbs(sources, terminal, instances, options.identifier());
    }

    int status(boolean json) {
        InstanceReport report = new InstanceReport(instances.get(identifier), Instant.now());
        terminal.print(json ? report.asJson() : report.written());
        return ExitCode.DONE;
    }

    int await(Goal goal, Duration patience) {
        new StateWatch(instances, terminal, identifier, Instant.now().plus(patience)).until(goal);
        return ExitCode.DONE;
    }

    int start() {
        bring(Goal.AVAILABLE, InstanceState::canStart, () -> instances.start(identifier));
        return ExitCode.DONE;
    }

    int stop() {
        bring(Goal.STOPPED, seen -> seen.is("available"), () -> instances.stop(identifier));
        warnOfRestart(instances.get(identifier));
        return ExitCode.DONE;
    }

    private void bring(Goal goal, Predicate<Instance> ready, Supplier<Optional<String>> request) {
        StateChange change = new StateChange(ready, request, () -> instances.find(identifier));
        StateWatch.of(instances, terminal, identifier).until(goal, change);
    }

    private void warnOfRestart(Instance stopped) {
        terminal.report(stopped.automaticRestart()
                        .map(time -> "Cruddur: AWS starts it again on " + InstanceReport.minute(time))
                        .orElse("Cruddur: AWS starts it again after seven days")
                + ", and it costs money again. deploy/rds/keep-stopped.yaml stops it each time.");
    }

    /// @param given the new password; empty to generate one
    int resetPassword(Optional<String> given, boolean yes) {
        Instance instance = instances.get(identifier);
        refuseManaged(instance);
        refuseStopped(instance);
        ProdAddress address = new ProdAddress(sources, terminal, yes);
        String password = given.map(MasterPassword::checked).orElseGet(this::keptPassword);
        StateWatch watch = StateWatch.of(instances, terminal, identifier);
        watch.until(Goal.AVAILABLE);
        watch.until(
                instances.resetPassword(identifier, password),
                seen -> seen.is("available") && !seen.isPasswordPending());
        terminal.report("Cruddur: the new password of " + instance.masterUsername() + " is in force.");
        sources.replace(Setting.MASTER_USER_PASSWORD, password, terminal);
        keepInStep(address, instance, password);
        return ExitCode.DONE;
    }

    private void refuseManaged(Instance instance) {
        instance.secretArn().ifPresent(arn -> {
            throw new OperationException("AWS generates the passwords of "
                    + identifier
                    + ". To replace it now: aws secretsmanager rotate-secret --secret-id "
                    + arn);
        });
    }

    private void refuseStopped(Instance instance) {
        if (instance.is("stopped")) {
            throw new OperationException(identifier + " is stopped. Start it first with: cruddur rds start");
        }
    }

    /// A generated password is kept before AWS receives it, so that it cannot be lost.
    private String keptPassword() {
        String password = MasterPassword.generated();
        sources.keep(Setting.MASTER_USER_PASSWORD, password, terminal);
        return password;
    }

    private void keepInStep(ProdAddress address, Instance instance, String password) {
        if (address.isFor(instance)) {
            address.offer(instance, Optional.of(password));
        } else {
            terminal.report("Cruddur: PROD_CONNECTION_URL is another server's, and stays unchanged.");
        }
    }

    /// @param typed the instance's name, if `--confirm` gave it; may be blank
    int delete(boolean keepsSnapshot, String typed) {
        Instance instance = instances.get(identifier);
        refuseProtected(instance);
        Optional<String> snapshot = Optional.of(identifier + "-final-" + DATED.format(Instant.now()))
                .filter(_ -> keepsSnapshot);
        printLosses(instance, snapshot);
        if (!new Confirmation(terminal, true, identifier, false, typed).isGiven("Delete " + identifier)) {
            return ExitCode.NOT_CONFIRMED;
        }
        bring(Goal.DELETED, seen -> !seen.is("deleting"), () -> delete(snapshot));
        forget(instance);
        return ExitCode.DONE;
    }

    private Optional<String> delete(Optional<String> snapshot) {
        String remedy = snapshot.isPresent()
                ? " If it cannot take a final snapshot, skip that: cruddur rds delete --no-final-snapshot"
                : "";
        return instances.delete(identifier, snapshot).map(refusal -> refusal + remedy);
    }

    /// Removes the settings that connect to the deleted instance.
    private void forget(Instance deleted) {
        if (new ProdAddress(sources, terminal, true).isFor(deleted)) {
            sources.remove(Setting.PROD_CONNECTION_URL, terminal);
            sources.remove(Setting.PROD_CONNECTION_SECRET_ARN, terminal);
        }
    }

    private void refuseProtected(Instance instance) {
        if (instance.isProtected()) {
            throw new OperationException(identifier
                    + " has deletion protection. To remove it: aws rds modify-db-instance --db-instance-identifier "
                    + identifier
                    + " --no-deletion-protection --apply-immediately");
        }
    }

    private void printLosses(Instance instance, Optional<String> snapshot) {
        terminal.print(new InstanceReport(instance, Instant.now()).written());
        terminal.report("Cruddur: all its databases and automatic backups will be lost.");
        terminal.report("Cruddur: the newest snapshot until now: "
                + instances
                        .newestSnapshot(identifier)
                        .map(InstanceReport::described)
                        .orElse("none"));
        terminal.report(snapshot.map(name -> "Cruddur: AWS takes a final snapshot first: " + name)
                .orElse("Cruddur: no snapshot is taken; the data cannot be restored."));
    }
}
