package cruddur.aws;

import cruddur.operations.OperationException;

import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.CreateDbParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.DBEngineVersion;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DbInstanceAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.DbParameterGroupAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.InvalidDbInstanceStateException;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The instances of Amazon RDS in one account and region. Blocks.
///
/// Every verb throws [cruddur.operations.UnreachableException] if AWS does not answer or does not
/// let one in, and [OperationException] if it refuses.
public record Instances(Account account) {

    /// How long until a state is asked for again; AWS takes minutes for all that it does. The tests
    /// have less time.
    private static final Duration INTERVAL =
            Duration.ofMillis(Long.getLong("cruddur.rds.interval", 15_000));

    private static final Duration FIRST_SIGHT = Duration.ofMinutes(2);

    private static final String ENGINE = "postgres";

    /// The instance of this name, if there is one.
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
        return new OperationException(
                "There is no instance " + identifier + " in " + account.region() + ".");
    }

    /// Waits until it is in another state than it was seen in, or has more or less ahead of it.
    ///
    /// @param seen what it was last; nothing if it was not there
    /// @param deadline after which it is answered as it is
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
            Thread.sleep(INTERVAL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("It was interrupted; what AWS is doing goes on.", e);
        }
    }

    /// What AWS will be asked, to make an instance. Only reads.
    ///
    /// @param settings by AWS's names, with the password
    /// @param forceTls whether nobody may connect without
    public InstancePlan plan(
            Map<String, Object> settings, List<String> securityGroups, boolean forceTls) {
        Map<String, Object> complete = new LinkedHashMap<>(settings);
        DBEngineVersion version = version((String) settings.getOrDefault("EngineVersion", ""));
        complete.put("EngineVersion", version.engineVersion());
        return new InstancePlan(
                complete, securityGroups, version.dbParameterGroupFamily(), forceTls);
    }

    /// @param wanted all of it, or its first number, or nothing for AWS's default
    private DBEngineVersion version(String wanted) {
        return account
                .askRds(
                        "list the versions of PostgreSQL",
                        client ->
                                client.describeDBEngineVersions(
                                        it ->
                                                it.engine(ENGINE)
                                                        .engineVersion(
                                                                wanted.isEmpty() ? null : wanted)
                                                        .defaultOnly(!wanted.contains("."))))
                .dbEngineVersions()
                .stream()
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "RDS has no PostgreSQL "
                                                + wanted
                                                + " in "
                                                + account.region()
                                                + "."));
    }

    /// Has AWS make an instance, and waits until AWS knows of it, which it may not at once.
    ///
    /// @return whether there was none of that name
    public boolean create(InstancePlan plan) {
        boolean isMade =
                account.askRds(
                        "make " + plan.identifier(),
                        client -> {
                            plan.createGroup().ifPresent(group -> have(client, group));
                            plan.modifyGroup().ifPresent(client::modifyDBParameterGroup);
                            return create(client, plan);
                        });
        next(plan.identifier(), Optional.empty(), Instant.now().plus(FIRST_SIGHT));
        return isMade;
    }

    /// Another `create` may have made it.
    private static void have(RdsClient client, CreateDbParameterGroupRequest group) {
        try {
            client.createDBParameterGroup(group);
        } catch (DbParameterGroupAlreadyExistsException _) {
            // Then it is the one that is wanted, because its name is ours.
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

    /// Where AWS makes machines of a class, one entry for each kind of storage, by AWS's names.
    public List<Map<String, Object>> offers(String instanceClass) {
        String version = version("").engineVersion();
        return account.askRds(
                "list what RDS makes",
                client ->
                        client
                                .describeOrderableDBInstanceOptionsPaginator(
                                        it ->
                                                it.engine(ENGINE)
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
    /// @return whether it is in a state in which AWS would
    public boolean start(String identifier) {
        return change(
                "start " + identifier,
                client -> client.startDBInstance(it -> it.dbInstanceIdentifier(identifier)));
    }

    /// Asks AWS to stop it.
    ///
    /// @return whether it is in a state in which AWS would
    public boolean stop(String identifier) {
        return change(
                "stop " + identifier,
                client -> client.stopDBInstance(it -> it.dbInstanceIdentifier(identifier)));
    }

    /// Asks AWS for another master password, at once.
    ///
    /// @return it, with the password among what is pending
    public Instance resetPassword(String identifier, String password) {
        return account.askRds(
                "reset the password of " + identifier,
                client ->
                        new Instance(
                                client.modifyDBInstance(
                                                it ->
                                                        it.dbInstanceIdentifier(identifier)
                                                                .masterUserPassword(password)
                                                                .applyImmediately(true))
                                        .dbInstance()));
    }

    /// Asks AWS to delete it.
    ///
    /// @param snapshot the name of the last one that is made of it; nothing for none
    /// @return whether it is in a state in which AWS would
    public boolean delete(String identifier, Optional<String> snapshot) {
        return change(
                "delete " + identifier,
                client ->
                        client.deleteDBInstance(
                                it ->
                                        it.dbInstanceIdentifier(identifier)
                                                .skipFinalSnapshot(snapshot.isEmpty())
                                                .finalDBSnapshotIdentifier(snapshot.orElse(null))));
    }

    private boolean change(String what, Consumer<RdsClient> request) {
        return account.askRds(
                what,
                client -> {
                    try {
                        request.accept(client);
                        return true;
                    } catch (InvalidDbInstanceStateException _) {
                        return false;
                    }
                });
    }

    /// The newest snapshot of an instance, whoever or whatever made it.
    public Optional<Snapshot> newestSnapshot(String identifier) {
        return account.askRds(
                "list the snapshots of " + identifier,
                client ->
                        client
                                .describeDBSnapshotsPaginator(
                                        it -> it.dbInstanceIdentifier(identifier))
                                .dbSnapshots()
                                .stream()
                                .filter(snapshot -> snapshot.snapshotCreateTime() != null)
                                .max(Comparator.comparing(DBSnapshot::snapshotCreateTime))
                                .map(Instances::snapshot));
    }

    private static Snapshot snapshot(DBSnapshot described) {
        return new Snapshot(described.dbSnapshotIdentifier(), described.snapshotCreateTime());
    }

    /// The newest snapshot of the instance that answers at this address.
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
