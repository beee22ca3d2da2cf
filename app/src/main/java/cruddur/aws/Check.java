package cruddur.aws;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a sound instance has: the list that `cruddur rds doctor` goes through. docs/rds-doctor.md
/// shows it.
@SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing
public enum Check {
    PUBLIC_ACCESS(
            "It has no address on the internet.",
            "Whoever finds the address may try passwords, and every flaw of PostgreSQL is open to everybody whom the security group lets through.",
            modify("--no-publicly-accessible"),
            facts -> foundIf(facts.is("PubliclyAccessible"), "publicly accessible")),
    BACKUPS(
            "It is backed up for seven days or more.",
            "Without backups there is no way back from a lost disk or a wrong statement; a week is how long mistakes go unnoticed.",
            modify("--backup-retention-period 7"),
            facts ->
                    foundIf(
                            facts.number("BackupRetentionPeriod") < 7,
                            "backups kept for %d days"
                                    .formatted(facts.number("BackupRetentionPeriod")))),
    SNAPSHOT(
            "The newest snapshot is at most two days old.",
            "That backups are switched on does not mean that they succeed.",
            "aws rds create-db-snapshot --db-instance-identifier {instance} --db-snapshot-identifier {instance}-by-hand",
            Check::snapshotAge),
    DELETION_PROTECTION(
            "It cannot be deleted by one call.",
            "A script with the wrong name, or a stolen key, ends everything at once.",
            modify("--deletion-protection"),
            facts -> foundIf(!facts.is("DeletionProtection"), "may be deleted at once")),
    MULTI_AZ(
            "It has a standby in another availability zone.",
            "A single zone that fails takes the database with it, and so does each restart for upkeep.",
            modify("--multi-az"),
            facts ->
                    foundIf(!facts.is("MultiAZ"), "single zone " + facts.text("AvailabilityZone"))),
    ENGINE(
            "It runs the newest release of its major version, and AWS still offers that.",
            "Each minor release mends holes that are public from that day on; a version that AWS no longer offers is upgraded when AWS likes, and billed as extended support.",
            modify("--engine-version {version}"),
            Check::engineAge),
    MINOR_UPGRADES(
            "AWS installs minor releases by itself.",
            "Somebody who has to think of it does not.",
            modify("--auto-minor-version-upgrade"),
            facts ->
                    foundIf(
                            !facts.is("AutoMinorVersionUpgrade"),
                            "minor releases are not installed")),
    CA(
            "Its certificate is of a current authority.",
            "Those of rds-ca-2015 and rds-ca-2019 have expired, and clients that check them, as sslmode=verify-full does, cannot connect.",
            modify("--ca-certificate-identifier rds-ca-rsa2048-g1"),
            facts ->
                    foundIf(
                            !facts.text("CACertificateIdentifier")
                                    .matches("rds-ca-(rsa2048|rsa4096|ecc384)-g\\d+"),
                            "certificate of " + facts.text("CACertificateIdentifier"))),
    TLS(
            "It refuses connections without TLS.",
            "A client that forgets sslmode sends everything, passwords' proofs and people's data, in clear text.",
            "aws rds modify-db-parameter-group --db-parameter-group-name {parameters} --parameters ParameterName=rds.force_ssl,ParameterValue=1,ApplyMethod=immediate",
            facts ->
                    foundIf(
                            !"1".equals(facts.parameters().get("rds.force_ssl")),
                            "rds.force_ssl is not 1 in " + facts.parameterGroup())),
    MANAGED_PASSWORD(
            "The master password is made, kept and changed by AWS.",
            "A password that a person chose stands in a shell's history, a chat or a file, and is never changed.",
            modify("--manage-master-user-password"),
            facts ->
                    foundIf(
                            !facts.instance().containsKey("MasterUserSecret"),
                            "password set by hand")),
    IAM(
            "People and programs may sign in with IAM.",
            "What signs in for fifteen minutes cannot leak for years, and who may is in one place.",
            modify("--enable-iam-database-authentication"),
            facts ->
                    foundIf(
                            !facts.is("IAMDatabaseAuthenticationEnabled"),
                            "no IAM authentication")),
    STORAGE_TYPE(
            "Its storage is of the current generation.",
            "gp2 costs more than gp3, and at 20 GiB is slow once its credits for bursts are used up.",
            modify("--storage-type gp3"),
            facts ->
                    foundIf(
                            !facts.text("StorageType").matches("gp3|io1|io2"),
                            "storage type " + facts.text("StorageType"))),
    ENCRYPTION(
            "Its storage is encrypted.",
            "Disks and snapshots leave the building some day. It cannot be switched on later: a snapshot is copied with encryption, and restored.",
            "aws rds copy-db-snapshot --source-db-snapshot-identifier {snapshot} --target-db-snapshot-identifier {instance}-encrypted --kms-key-id alias/aws/rds",
            facts -> foundIf(!facts.is("StorageEncrypted"), "not encrypted")),
    OPEN_GROUP(
            "Its security groups let in machines that somebody named.",
            "0.0.0.0/0 is everybody; passwords are tried within minutes.",
            "aws ec2 revoke-security-group-ingress --group-id {group} --security-group-rule-ids {rules}",
            Check::openness);

    private final String sound;
    private final String why;
    private final String mend;
    private final Function<Facts, Optional<String>> finding;

    Check(String sound, String why, String mend, Function<Facts, Optional<String>> finding) {
        this.sound = sound;
        this.why = why;
        this.mend = mend;
        this.finding = finding;
    }

    private static String modify(String option) {
        return "aws rds modify-db-instance --db-instance-identifier {instance} --apply-immediately "
                + option;
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
                .map(
                        newest ->
                                foundIf(
                                        !newest.equals(version),
                                        version + ", and there is " + newest))
                .orElse(Optional.of(version + ", which AWS no longer offers"));
    }

    private static Optional<String> openness(Facts facts) {
        String sources =
                facts.wideRules()
                        .map(IngressRule::source)
                        .distinct()
                        .collect(Collectors.joining(" and "));
        return foundIf(!sources.isEmpty(), sources + " may reach port " + facts.port());
    }

    /// Its name on the command line, for example `public-access`.
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What is so if all is well.
    public String sound() {
        return sound;
    }

    /// Why that matters.
    public String why() {
        return why;
    }

    /// The command that mends it, with names of the instance and the like in braces.
    public String mend() {
        return mend;
    }

    /// What is not so; nothing if all is well.
    Optional<String> finding(Facts facts) {
        return finding.apply(facts);
    }
}
