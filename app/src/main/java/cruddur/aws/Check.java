package cruddur.aws;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The recommended settings of an instance, which `cruddur rds doctor` checks. docs/rds-doctor.md
/// lists them.
@SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing
public enum Check {
    PUBLIC_ACCESS(
            "It has no address on the internet.",
            "An attacker who finds the address can try passwords, and every flaw of PostgreSQL is exposed to all addresses that the security group allows.",
            modify("--no-publicly-accessible"),
            facts -> foundIf(facts.is("PubliclyAccessible"), "publicly accessible")),
    BACKUPS(
            "It is backed up for seven days or more.",
            "Without backups, a lost disk or a wrong statement loses data for good; a mistake can go unnoticed for a week.",
            modify("--backup-retention-period 7"),
            facts -> foundIf(
                    facts.number("BackupRetentionPeriod") < 7,
                    "backups kept for %d days".formatted(facts.number("BackupRetentionPeriod")))),
    SNAPSHOT(
            "The newest snapshot is at most two days old.",
            "Backups that are switched on can still fail.",
            "aws rds create-db-snapshot --db-instance-identifier {instance} --db-snapshot-identifier {instance}-by-hand",
            Check::snapshotAge),
    DELETION_PROTECTION(
            "It cannot be deleted by one call.",
            "A script with the wrong name, or a stolen key, would delete everything at once.",
            modify("--deletion-protection"),
            facts -> foundIf(!facts.is("DeletionProtection"), "may be deleted at once")),
    MULTI_AZ(
            "It has a standby in another availability zone.",
            "If its only zone fails, the database is down, and so it is during each restart for maintenance.",
            modify("--multi-az"),
            facts -> foundIf(!facts.is("MultiAZ"), "single zone " + facts.text("AvailabilityZone"))),
    ENGINE(
            "It runs the newest release of its major version, and AWS still offers that.",
            "Each minor release fixes vulnerabilities that are public from that day on; AWS upgrades a version that it no longer offers at a time of its own, and bills extended support.",
            modify("--engine-version {version}"),
            Check::engineAge),
    MINOR_UPGRADES(
            "AWS installs minor releases automatically.",
            "An upgrade that an operator has to remember is forgotten.",
            modify("--auto-minor-version-upgrade"),
            facts -> foundIf(!facts.is("AutoMinorVersionUpgrade"), "minor releases are not installed")),
    CA(
            "Its certificate is from a current authority.",
            "Certificates of rds-ca-2015 and rds-ca-2019 have expired, and clients that check them, as sslmode=verify-full does, cannot connect.",
            modify("--ca-certificate-identifier rds-ca-rsa2048-g1"),
            facts -> foundIf(
                    !facts.text("CACertificateIdentifier").matches("rds-ca-(rsa2048|rsa4096|ecc384)-g\\d+"),
                    "certificate of " + facts.text("CACertificateIdentifier"))),
    TLS(
            "It refuses connections without TLS.",
            "A client that forgets sslmode sends everything, passwords' proofs and people's data, in clear text.",
            "aws rds modify-db-parameter-group --db-parameter-group-name {parameters} --parameters ParameterName=rds.force_ssl,ParameterValue=1,ApplyMethod=immediate",
            facts -> foundIf(
                    !"1".equals(facts.parameters().get("rds.force_ssl")),
                    "rds.force_ssl is not 1 in " + facts.parameterGroup())),
    MANAGED_PASSWORD(
            "AWS generates, keeps and rotates the master password.",
            "A password that a person chose is in a shell's history, a chat or a file, and is never changed.",
            modify("--manage-master-user-password"),
            facts -> foundIf(!facts.instance().containsKey("MasterUserSecret"), "password set by hand")),
    IAM(
            "People and programs may sign in with IAM.",
            "A token that is valid for fifteen minutes cannot be misused for years, and IAM lists in one place who may sign in.",
            modify("--enable-iam-database-authentication"),
            facts -> foundIf(!facts.is("IAMDatabaseAuthenticationEnabled"), "no IAM authentication")),
    STORAGE_TYPE(
            "Its storage type is of the current generation.",
            "gp2 costs more than gp3, and at 20 GiB is slow once its credits for bursts are used up.",
            modify("--storage-type gp3"),
            facts -> foundIf(
                    !facts.text("StorageType").matches("gp3|io1|io2"), "storage type " + facts.text("StorageType"))),
    ENCRYPTION(
            "Its storage is encrypted.",
            "Disks and snapshots may be lost or stolen. Encryption cannot be switched on later: copy a snapshot with encryption, and restore the copy.",
            "aws rds copy-db-snapshot --source-db-snapshot-identifier {snapshot} --target-db-snapshot-identifier {instance}-encrypted --kms-key-id alias/aws/rds",
            facts -> foundIf(!facts.is("StorageEncrypted"), "not encrypted")),
    OPEN_GROUP(
            "Its security groups allow named addresses only.",
            "0.0.0.0/0 is the whole internet; attackers try passwords within minutes.",
            "aws ec2 revoke-security-group-ingress --group-id {group} --security-group-rule-ids {rules}",
            Check::openness);

    private final String sound;
    private final String why;
    private final String fix;
    private final Function<Facts, Optional<String>> finding;

    Check(String sound, String why, String fix, Function<Facts, Optional<String>> finding) {
        this.sound = sound;
        this.why = why;
        this.fix = fix;
        this.finding = finding;
    }

    private static String modify(String option) {
        return "aws rds modify-db-instance --db-instance-identifier {instance} --apply-immediately " + option;
    }

    private static Optional<String> foundIf(boolean is, String what) {
        return is ? Optional.of(what) : Optional.empty();
    }

    private static Optional<String> snapshotAge(Facts facts) {
        return facts.snapshot()
                .map(newest -> Duration.between(newest.time(), facts.now()).toDays())
                .map(days -> foundIf(days > 2, "newest snapshot is %d days old".formatted(days)))
                .orElse(Optional.of("no snapshot"));
    }

    private static Optional<String> engineAge(Facts facts) {
        String version = facts.text("EngineVersion");
        return facts.newestMinor()
                .map(newest -> foundIf(!newest.equals(version), version + ", and there is " + newest))
                .orElse(Optional.of(version + ", which AWS no longer offers"));
    }

    private static Optional<String> openness(Facts facts) {
        String sources = facts.wideRules().map(IngressRule::source).distinct().collect(Collectors.joining(" and "));
        return foundIf(!sources.isEmpty(), sources + " may reach port " + facts.port());
    }

    /// Its name on the command line, for example `public-access`.
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The recommended setting, as a sentence.
    public String sound() {
        return sound;
    }

    /// Why the setting matters.
    public String why() {
        return why;
    }

    /// The command that fixes it; names such as the instance's are placeholders in braces.
    public String fix() {
        return fix;
    }

    /// The difference from the recommended setting; empty if there is none.
    Optional<String> finding(Facts facts) {
        return finding.apply(facts);
    }
}
