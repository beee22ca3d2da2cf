package cruddur.cli.rds;

import cruddur.aws.Instance;
import cruddur.aws.Instances;
import cruddur.aws.MasterPassword;
import cruddur.cli.common.Confirmation;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Setting;
import cruddur.cli.common.Settings;
import cruddur.cli.common.Terminal;
import cruddur.operations.OperationException;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// What an operator does to one instance.
///
/// A class of its own, like all that name Amazon's client, because the command line looks at the
/// methods of its commands at every start, and would load the client with them.
record InstanceVerbs(Settings settings, Terminal terminal, Instances instances, String identifier) {

    private static final DateTimeFormatter DATED =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

    static InstanceVerbs of(Settings settings, Terminal terminal, InstanceOptions options) {
        Instances instances =
                new Instances(
                        new AccountReading(options.in(settings.effective()), terminal).open());
        return new InstanceVerbs(settings, terminal, instances, options.identifier());
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
        bring(
                Goal.AVAILABLE,
                new StateChange(
                        instance -> instance.is("stopped"), () -> instances.start(identifier)));
        return ExitCode.DONE;
    }

    int stop() {
        bring(
                Goal.STOPPED,
                new StateChange(
                        instance -> instance.is("available"), () -> instances.stop(identifier)));
        warnOfRestart(instances.get(identifier));
        return ExitCode.DONE;
    }

    private void bring(Goal goal, StateChange change) {
        StateWatch.of(instances, terminal, identifier).until(goal, change);
    }

    private void warnOfRestart(Instance stopped) {
        terminal.say(
                stopped.automaticRestart()
                                .map(
                                        time ->
                                                "Cruddur: AWS starts it again on "
                                                        + InstanceReport.minute(time))
                                .orElse("Cruddur: AWS starts it again after seven days")
                        + ", and it costs money again. deploy/rds/keep-stopped.yaml stops it each time.");
    }

    /// @param given what the operator wants; nothing for one that nobody can guess
    int resetPassword(Optional<String> given, boolean yes) {
        Instance instance = instances.get(identifier);
        refuseManaged(instance);
        refuseStopped(instance);
        ProdAddress address = new ProdAddress(settings, terminal, yes);
        String password = given.map(MasterPassword::checked).orElseGet(this::keptPassword);
        StateWatch watch = StateWatch.of(instances, terminal, identifier);
        watch.until(Goal.AVAILABLE);
        watch.until(
                instances.resetPassword(identifier, password),
                seen -> seen.is("available") && !seen.isPasswordPending());
        terminal.say("Cruddur: the new password of " + instance.masterUsername() + " is in force.");
        keepInStep(address, instance, password);
        return ExitCode.DONE;
    }

    private void refuseManaged(Instance instance) {
        instance.secretArn()
                .ifPresent(
                        arn -> {
                            throw new OperationException(
                                    "AWS makes the passwords of "
                                            + identifier
                                            + ". For a new one now: aws secretsmanager rotate-secret --secret-id "
                                            + arn);
                        });
    }

    private void refuseStopped(Instance instance) {
        if (instance.is("stopped")) {
            throw new OperationException(
                    identifier + " is stopped, and must run for that: cruddur rds start");
        }
    }

    /// One that was made here is kept before AWS hears of it, so that it cannot be lost.
    private String keptPassword() {
        String password = MasterPassword.generated();
        settings.keep(Setting.MASTER_USER_PASSWORD, password, terminal);
        return password;
    }

    private void keepInStep(ProdAddress address, Instance instance, String password) {
        if (address.isFor(instance)) {
            address.offer(instance, Optional.of(password));
        } else {
            terminal.say("Cruddur: PROD_CONNECTION_URL is another server's, and stays as it is.");
        }
    }

    /// @param typed the instance's name, if it was given in advance; may be blank
    int delete(boolean keepsSnapshot, String typed) {
        Instance instance = instances.get(identifier);
        refuseProtected(instance);
        Optional<String> snapshot =
                Optional.of(identifier + "-final-" + DATED.format(Instant.now()))
                        .filter(_ -> keepsSnapshot);
        tellWhatGoes(instance, snapshot);
        if (!new Confirmation(terminal, true, identifier, false, typed)
                .isGiven("Delete " + identifier)) {
            return ExitCode.NOT_CONFIRMED;
        }
        bring(
                Goal.DELETED,
                new StateChange(
                        seen -> !seen.is("deleting"),
                        () -> instances.delete(identifier, snapshot)));
        return ExitCode.DONE;
    }

    private void refuseProtected(Instance instance) {
        if (instance.isProtected()) {
            throw new OperationException(
                    identifier
                            + " is protected from being deleted. To lift that: aws rds modify-db-instance --db-instance-identifier "
                            + identifier
                            + " --no-deletion-protection --apply-immediately");
        }
    }

    private void tellWhatGoes(Instance instance, Optional<String> snapshot) {
        terminal.print(new InstanceReport(instance, Instant.now()).written());
        terminal.say(
                "Cruddur: all databases in it will be gone, and its automatic backups with them.");
        terminal.say(
                "Cruddur: the newest snapshot until now: "
                        + instances
                                .newestSnapshot(identifier)
                                .map(InstanceReport::described)
                                .orElse("none"));
        terminal.say(
                snapshot.map(name -> "Cruddur: AWS takes a last snapshot first: " + name)
                        .orElse("Cruddur: no snapshot is taken; nothing brings the data back."));
    }
}
