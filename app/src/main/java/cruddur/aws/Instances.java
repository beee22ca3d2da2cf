package cruddur.aws;

import cruddur.operations.OperationException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.CreateDbParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.DBEngineVersion;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DbInstanceAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.DbParameterGroupAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.InvalidDbInstanceStateException;

/// The instances of Amazon RDS in one account and region. Blocks.
///
/// Every verb throws [cruddur.operations.UnreachableException] if AWS does not answer or rejects the
/// credentials, and [OperationException] if AWS refuses.
public record Instances(Account account) {

    /// The pause between two polls; AWS takes minutes for every change. The tests set a shorter one.
    private static final String INTERVAL_PROPERTY = "cruddur.rds.interval";

    private static final long INTERVAL_MILLIS = 15_000;

    private static final Duration FIRST_SIGHT = Duration.ofMinutes(2);

    private static final String ENGINE = "postgres";

    /// The instance of this name; empty if there is none.
    public Optional<Instance> find(String identifier) {
        return account.askRds("describe " + identifier, client -> found(client, identifier));
    }

    private static Optional<Instance> found(RdsClient client, String identifier) {
        try {
            return client
                    .describeDBInstances(request -> request.dbInstanceIdentifier(identifier))
                    .dbInstances()
                    .stream()
                    .findFirst()
                    .map(Instance::new);
        } catch (DbInstanceNotFoundException _) {
            return Optional.empty();
        }
    }

    /// The instance of this name.
    ///
    /// @throws OperationException if there is none
    public Instance get(String identifier) {
        return find(identifier).orElseThrow(() -> missing(identifier));
    }

    private OperationException missing(String identifier) {
        return new OperationException("There is no instance " + identifier + " in " + account.region() + ".");
    }

    /// Waits until the state or the pending changes differ from those last seen.
    ///
    /// @param seen the last description; empty if there was none
    /// @param deadline after which the current description is returned unchanged
    public Optional<Instance> next(String identifier, Optional<Instance> seen, Instant deadline) {
        Optional<Instance> now = seen;
        while (isSame(seen, now) && Instant.now().isBefore(deadline)) {
            pause();
            now = find(identifier);
        }
        return now;
    }

    private static boolean isSame(Optional<Instance> seen, Optional<Instance> now) {
        return now.map(instance -> seen.isPresent() && !instance.differsFrom(seen.get()))
                .orElse(seen.isEmpty());
    }

    private static void pause() {
        try {
            Thread.sleep(Long.getLong(INTERVAL_PROPERTY, INTERVAL_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException(
                    "Interrupted. AWS continues the change; cruddur rds status shows its state.", e);
        }
    }

    /// The requests that create an instance. Only reads.
    ///
    /// @param settings by AWS's names, with the password
    /// @param forceTls whether PostgreSQL refuses connections without TLS
    public InstancePlan plan(Map<String, Object> settings, List<String> securityGroups, boolean forceTls) {
        Map<String, Object> complete = new LinkedHashMap<>(settings);
        DBEngineVersion version = version((String) settings.getOrDefault("EngineVersion", ""));
        complete.put("EngineVersion", version.engineVersion());
        return new InstancePlan(complete, securityGroups, version.dbParameterGroupFamily(), forceTls);
    }

    /// @param wanted a version, a major version, or nothing for AWS's default
    private DBEngineVersion version(String wanted) {
        return account
                .askRds(
                        "list the versions of PostgreSQL",
                        client -> client.describeDBEngineVersions(it -> it.engine(ENGINE)
                                .engineVersion(wanted.isEmpty() ? null : wanted)
                                .defaultOnly(!wanted.contains("."))))
                .dbEngineVersions()
                .stream()
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "RDS has no PostgreSQL " + wanted + " in " + account.region() + "."));
    }

    /// Has AWS create an instance, and waits until AWS lists it, up to two minutes.
    ///
    /// @return false if an instance of that name existed before
    public boolean create(InstancePlan plan) {
        boolean isNew = account.askRds("create " + plan.identifier(), client -> {
            plan.createGroup().ifPresent(group -> createIfMissing(client, group));
            plan.modifyGroup().ifPresent(client::modifyDBParameterGroup);
            return create(client, plan);
        });
        next(plan.identifier(), Optional.empty(), Instant.now().plus(FIRST_SIGHT));
        return isNew;
    }

    /// Does nothing if the group exists, because another `create` may have made it.
    private static void createIfMissing(RdsClient client, CreateDbParameterGroupRequest group) {
        try {
            client.createDBParameterGroup(group);
        } catch (DbParameterGroupAlreadyExistsException _) {
            // The name is ours, so its parameters are, too.
        }
    }

    private static boolean create(RdsClient client, InstancePlan plan) {
        try {
            client.createDBInstance(plan.instance());
            return true;
        } catch (DbInstanceAlreadyExistsException _) {
            return false;
        }
    }

    /// Where AWS offers an instance class: one entry for each storage type, by AWS's names.
    public List<Map<String, Object>> offers(String instanceClass) {
        String version = version("").engineVersion();
        return account.askRds(
                "list the instance classes of RDS",
                client -> client
                        .describeOrderableDBInstanceOptionsPaginator(it -> it.engine(ENGINE)
                                .engineVersion(version)
                                .dbInstanceClass(instanceClass)
                                .vpc(true))
                        .orderableDBInstanceOptions()
                        .stream()
                        .map(Fields::of)
                        .toList());
    }

    /// Asks AWS to start it.
    ///
    /// @return the reason, if AWS refuses because of the instance's state
    public Optional<String> start(String identifier) {
        return change(
                "start " + identifier, client -> client.startDBInstance(it -> it.dbInstanceIdentifier(identifier)));
    }

    /// Asks AWS to stop it.
    ///
    /// @return the reason, if AWS refuses because of the instance's state
    public Optional<String> stop(String identifier) {
        return change("stop " + identifier, client -> client.stopDBInstance(it -> it.dbInstanceIdentifier(identifier)));
    }

    /// Asks AWS to change the master password at once.
    ///
    /// @return the instance, with the password among its pending changes
    public Instance resetPassword(String identifier, String password) {
        return account.askRds(
                "reset the password of " + identifier,
                client -> new Instance(client.modifyDBInstance(it -> it.dbInstanceIdentifier(identifier)
                                .masterUserPassword(password)
                                .applyImmediately(true))
                        .dbInstance()));
    }

    /// Asks AWS to delete it.
    ///
    /// @param snapshot the name of the final snapshot; empty for none
    /// @return the reason, if AWS refuses because of the instance's state
    public Optional<String> delete(String identifier, Optional<String> snapshot) {
        return change(
                "delete " + identifier,
                client -> client.deleteDBInstance(it -> it.dbInstanceIdentifier(identifier)
                        .skipFinalSnapshot(snapshot.isEmpty())
                        .finalDBSnapshotIdentifier(snapshot.orElse(null))));
    }

    private Optional<String> change(String what, Consumer<RdsClient> request) {
        return account.askRds(what, client -> {
            try {
                request.accept(client);
                return Optional.empty();
            } catch (InvalidDbInstanceStateException e) {
                return Optional.of(
                        "AWS refuses to " + what + ": " + e.awsErrorDetails().errorMessage());
            }
        });
    }

    /// The newest snapshot of an instance, automatic or manual.
    public Optional<Snapshot> newestSnapshot(String identifier) {
        return account.askRds(
                "list the snapshots of " + identifier,
                client ->
                        client
                                .describeDBSnapshotsPaginator(it -> it.dbInstanceIdentifier(identifier))
                                .dbSnapshots()
                                .stream()
                                .filter(snapshot -> snapshot.snapshotCreateTime() != null)
                                .max(Comparator.comparing(DBSnapshot::snapshotCreateTime))
                                .map(Instances::snapshot));
    }

    private static Snapshot snapshot(DBSnapshot described) {
        return new Snapshot(described.dbSnapshotIdentifier(), described.snapshotCreateTime());
    }

    /// The newest snapshot of the instance with this host name.
    public Optional<Snapshot> newestSnapshotAt(String host) {
        return account.askRds("list the instances", client -> at(client, host))
                .map(DBInstance::dbInstanceIdentifier)
                .flatMap(this::newestSnapshot);
    }

    static Optional<DBInstance> at(RdsClient client, String host) {
        return client.describeDBInstancesPaginator().dbInstances().stream()
                .filter(instance -> instance.endpoint() != null)
                .filter(instance -> host.equalsIgnoreCase(instance.endpoint().address()))
                .findFirst();
    }
}
