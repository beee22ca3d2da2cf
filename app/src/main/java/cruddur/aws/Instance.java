package cruddur.aws;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Endpoint;
import software.amazon.awssdk.services.rds.model.MasterUserSecret;

/// An instance of Amazon RDS, as AWS described it at one time.
public final class Instance {

    private final DBInstance described;

    Instance(DBInstance described) {
        this.described = described;
    }

    public String identifier() {
        return described.dbInstanceIdentifier();
    }

    /// Its state in AWS's word, for example `available`.
    public String status() {
        return described.dbInstanceStatus();
    }

    public boolean is(String status) {
        return status().equals(status);
    }

    /// The address of PostgreSQL; empty until the machine exists.
    public Optional<String> host() {
        return Optional.ofNullable(described.endpoint()).map(Endpoint::address);
    }

    public int port() {
        return described.endpoint().port();
    }

    public String masterUsername() {
        return described.masterUsername();
    }

    /// The database that was created with it; `postgres`, which every instance has, if none was.
    public String database() {
        return Optional.ofNullable(described.dbName()).orElse("postgres");
    }

    public boolean isPublic() {
        return Boolean.TRUE.equals(described.publiclyAccessible());
    }

    /// Whether AWS refuses to delete it.
    public boolean isProtected() {
        return Boolean.TRUE.equals(described.deletionProtection());
    }

    /// When AWS starts it again, if it is stopped.
    public Optional<Instant> automaticRestart() {
        return Optional.ofNullable(described.automaticRestartTime());
    }

    /// The secret that holds the master password, if AWS generates it.
    public Optional<String> secretArn() {
        return Optional.ofNullable(described.masterUserSecret()).map(MasterUserSecret::secretArn);
    }

    /// The changes that were requested and are not made yet.
    public Map<String, Object> pending() {
        return described.pendingModifiedValues() == null ? Map.of() : Fields.of(described.pendingModifiedValues());
    }

    public boolean isPasswordPending() {
        return pending().containsKey("MasterUserPassword");
    }

    /// All of it, by AWS's names.
    public Map<String, Object> fields() {
        return Fields.of(described);
    }

    /// Whether the state or the pending changes differ between two descriptions.
    boolean differsFrom(Instance earlier) {
        return !is(earlier.status()) || !pending().equals(earlier.pending());
    }
}
