package cruddur.aws;

import java.util.Locale;

/// The settings of a new instance, each with the value of each profile. With an empty text, AWS
/// chooses.
@SuppressWarnings("ImmutableEnumChecker") // text, whole numbers and truth values do not change
public enum InstanceSetting {
    DB_INSTANCE_CLASS("DBInstanceClass", "db.t3.micro", "db.t4g.medium", "Instance class"),
    ENGINE("Engine", "postgres", "postgres", "Database engine"),
    ENGINE_VERSION("EngineVersion", "", "", "Version of PostgreSQL, such as 17.4, or its major version"),
    MASTER_USERNAME("MasterUsername", "", "", "Name of the master user"),
    ALLOCATED_STORAGE("AllocatedStorage", 20, 20, "Storage in GiB"),
    STORAGE_TYPE("StorageType", "gp2", "gp3", "Storage type"),
    STORAGE_ENCRYPTED("StorageEncrypted", true, true, "Encrypt the storage"),
    AVAILABILITY_ZONE("AvailabilityZone", "", "", "Availability zone (rds zones lists them)"),
    MULTI_AZ("MultiAZ", false, true, "Keep a standby in another zone"),
    // A day of backups is free, and one wrong statement could lose everything.
    BACKUP_RETENTION_PERIOD("BackupRetentionPeriod", 1, 7, "Days to keep backups"),
    COPY_TAGS_TO_SNAPSHOT("CopyTagsToSnapshot", false, true, "Copy the instance's tags to its snapshots"),
    DELETION_PROTECTION("DeletionProtection", false, true, "Refuse to delete it"),
    PORT("Port", 5432, 5432, "Port of PostgreSQL"),
    DB_NAME("DBName", "cruddur", "cruddur", "Name of the database to create"),
    PUBLICLY_ACCESSIBLE("PubliclyAccessible", true, false, "Give it an address that the internet reaches"),
    DB_SUBNET_GROUP_NAME("DBSubnetGroupName", "", "", "Subnet group of the instance"),
    DB_PARAMETER_GROUP_NAME(
            "DBParameterGroupName", "", "", "Parameter group; by default, for production, one that forces TLS"),
    ENABLE_PERFORMANCE_INSIGHTS("EnablePerformanceInsights", true, true, "Measure what the database waits for"),
    PERFORMANCE_INSIGHTS_RETENTION_PERIOD("PerformanceInsightsRetentionPeriod", 7, 7, "Days to keep the measurements"),
    AUTO_MINOR_VERSION_UPGRADE("AutoMinorVersionUpgrade", true, true, "Install minor versions automatically"),
    CA_CERTIFICATE_IDENTIFIER(
            "CACertificateIdentifier", "rds-ca-rsa2048-g1", "rds-ca-rsa2048-g1", "Certificate authority of the server"),
    ENABLE_IAM_DATABASE_AUTHENTICATION("EnableIAMDatabaseAuthentication", false, true, "Allow sign-in with IAM tokens"),
    MANAGE_MASTER_USER_PASSWORD(
            "ManageMasterUserPassword",
            false,
            true,
            "Have AWS keep the password in Secrets Manager and replace it each week");

    private final String field;
    private final Object freeTier;
    private final Object production;
    private final String description;

    InstanceSetting(String field, Object freeTier, Object production, String description) {
        this.field = field;
        this.freeTier = freeTier;
        this.production = production;
        this.description = description;
    }

    /// AWS's name of it, for example `MultiAZ`.
    public String field() {
        return field;
    }

    /// The AWS CLI's name of it, for example `--multi-az`.
    public String option() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String description() {
        return description;
    }

    /// Text, a whole number or a truth value.
    public Class<?> type() {
        return freeTier.getClass();
    }

    /// The value in this profile, unless an option sets another.
    public Object in(Profile profile) {
        return switch (profile) {
            case FREE_TIER -> freeTier;
            case PRODUCTION -> production;
        };
    }
}
