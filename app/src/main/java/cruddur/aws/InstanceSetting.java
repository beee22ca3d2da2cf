package cruddur.aws;

import java.util.Locale;

/// What can be said of an instance that is to be made, and what each profile says of it. An empty
/// text leaves it to AWS.
@SuppressWarnings("ImmutableEnumChecker") // text, whole numbers and truth values do not change
public enum InstanceSetting {
    DB_INSTANCE_CLASS("DBInstanceClass", "db.t3.micro", "db.t4g.medium", "Kind of machine"),
    ENGINE("Engine", "postgres", "postgres", "What runs on it"),
    ENGINE_VERSION("EngineVersion", "", "", "Its version, or the first number of it"),
    MASTER_USERNAME("MasterUsername", "", "", "Who may do everything in it"),
    ALLOCATED_STORAGE("AllocatedStorage", 20, 20, "GiB of storage"),
    STORAGE_TYPE("StorageType", "gp2", "gp3", "Kind of storage"),
    STORAGE_ENCRYPTED("StorageEncrypted", true, true, "Encrypt what is stored"),
    AVAILABILITY_ZONE("AvailabilityZone", "", "", "Where it stands (rds zones)"),
    MULTI_AZ("MultiAZ", false, true, "Keep a second machine in another zone"),
    // Keeping none would save nothing: a day of them is free, and one wrong statement costs
    // everything.
    BACKUP_RETENTION_PERIOD("BackupRetentionPeriod", 1, 7, "Days that backups are kept"),
    COPY_TAGS_TO_SNAPSHOT("CopyTagsToSnapshot", false, true, "Tag snapshots like it"),
    DELETION_PROTECTION("DeletionProtection", false, true, "Refuse to delete it"),
    PORT("Port", 5432, 5432, "Where PostgreSQL listens"),
    DB_NAME("DBName", "cruddur", "cruddur", "Database that is made in it"),
    PUBLICLY_ACCESSIBLE(
            "PubliclyAccessible", true, false, "Give it an address that the internet reaches"),
    DB_SUBNET_GROUP_NAME("DBSubnetGroupName", "", "", "Subnets that it may stand in"),
    DB_PARAMETER_GROUP_NAME(
            "DBParameterGroupName",
            "",
            "",
            "Settings of PostgreSQL; for production one that forces TLS, unless said"),
    ENABLE_PERFORMANCE_INSIGHTS(
            "EnablePerformanceInsights", true, true, "Measure what the database waits for"),
    PERFORMANCE_INSIGHTS_RETENTION_PERIOD(
            "PerformanceInsightsRetentionPeriod", 7, 7, "Days that the measurements are kept"),
    AUTO_MINOR_VERSION_UPGRADE(
            "AutoMinorVersionUpgrade", true, true, "Take minor versions when they come"),
    CA_CERTIFICATE_IDENTIFIER(
            "CACertificateIdentifier",
            "rds-ca-rsa2048-g1",
            "rds-ca-rsa2048-g1",
            "Who signs its certificate"),
    ENABLE_IAM_DATABASE_AUTHENTICATION(
            "EnableIAMDatabaseAuthentication", false, true, "Let in who has a token of IAM"),
    MANAGE_MASTER_USER_PASSWORD(
            "ManageMasterUserPassword",
            false,
            true,
            "Have AWS make the password, and a new one each week, in Secrets Manager");

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

    /// What it is unless somebody says otherwise.
    public Object in(Profile profile) {
        return switch (profile) {
            case FREE_TIER -> freeTier;
            case PRODUCTION -> production;
        };
    }
}
