package cruddur.aws;

import cruddur.operations.OperationException;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.InvalidDbInstanceStateException;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// The instances of Amazon RDS in one account and region. Blocks.
///
/// Every verb throws [cruddur.operations.UnreachableException] if AWS does not answer or does not
/// let one in, and [OperationException] if it refuses.
public record Instances(Account account) {

    /// How long until a state is asked for again; AWS takes minutes for all that it does. The tests
    /// have less time.
    private static final Duration INTERVAL =
            Duration.ofMillis(Long.getLong("cruddur.rds.interval", 15_000));

    /// The instance of this name, if there is one.
    public Optional<Instance> find(String identifier) {
        return ask("describe " + identifier, client -> found(client, identifier));
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
    /// @return whether it is in a state in which AWS would
    public boolean resetPassword(String identifier, String password) {
        return change(
                "reset the password of " + identifier,
                client ->
                        client.modifyDBInstance(
                                it ->
                                        it.dbInstanceIdentifier(identifier)
                                                .masterUserPassword(password)
                                                .applyImmediately(true)));
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
        return ask(
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
        return ask(
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
        return ask("list the instances", client -> identifierAt(client, host))
                .flatMap(this::newestSnapshot);
    }

    private static Optional<String> identifierAt(RdsClient client, String host) {
        return client.describeDBInstancesPaginator().dbInstances().stream()
                .filter(instance -> instance.endpoint() != null)
                .filter(instance -> host.equalsIgnoreCase(instance.endpoint().address()))
                .map(DBInstance::dbInstanceIdentifier)
                .findFirst();
    }

    private <T> T ask(String what, Function<RdsClient, T> question) {
        try (RdsClient client = account.client(RdsClient.builder(), "RDS")) {
            return question.apply(client);
        } catch (SdkException e) {
            throw account.failure(what, e);
        }
    }
}
