package cruddur.cli.rds;

import cruddur.aws.Instance;
import java.util.Map;

/// The meanings of the states of an instance, by AWS's names.
final class InstanceState {

    private static final String BESIDE = "AWS is changing a setting while the database runs";
    private static final String REARRANGING = "AWS is rearranging its storage; it can be used, a bit slower";
    private static final String CANNOT_CARRY_ON =
            "AWS cannot complete the last request; see the instance's events in the console";
    private static final String NO_KEY = "AWS cannot use its encryption key; restore access to the key first";

    private static final Map<String, String> IN_ORDER = Map.ofEntries(
            Map.entry("creating", "AWS is creating the machine; 5 to 15 minutes"),
            Map.entry("backing-up", "AWS is taking a snapshot; it can be used, but not stopped"),
            Map.entry("available", "it can be used, and costs money"),
            Map.entry("starting", "AWS is starting the machine; 3 to 10 minutes"),
            Map.entry("stopping", "AWS is stopping the machine; 2 to 10 minutes"),
            Map.entry("stopped", "it cannot be used, and costs only its storage"),
            Map.entry("modifying", "AWS is changing its settings"),
            Map.entry("rebooting", "PostgreSQL is starting again; about a minute"),
            Map.entry("resetting-master-credentials", "AWS is changing the master password"),
            Map.entry("renaming", "AWS is changing its name and its address"),
            Map.entry("upgrading", "AWS is upgrading PostgreSQL; it cannot be used meanwhile"),
            Map.entry("maintenance", "AWS is maintaining it; it can be away for some minutes"),
            Map.entry("deleting", "AWS is deleting it, after its final snapshot if one was requested"),
            Map.entry("configuring-enhanced-monitoring", BESIDE),
            Map.entry("configuring-iam-database-auth", BESIDE),
            Map.entry("configuring-log-exports", BESIDE),
            Map.entry("storage-config-upgrade", REARRANGING),
            Map.entry("storage-initialization", REARRANGING),
            Map.entry("storage-optimization", REARRANGING));

    /// The states that only an operator can end.
    private static final Map<String, String> STUCK = Map.ofEntries(
            Map.entry("storage-full", "its storage is full; add storage in the console"),
            Map.entry("failed", "it failed, and AWS cannot repair it; restore it from a backup"),
            Map.entry("restore-error", "AWS could not restore it; restore another backup"),
            Map.entry("insufficient-capacity", "AWS has no machine of this class there; choose another class or zone"),
            Map.entry("incompatible-network", "AWS cannot work in its network; check its subnets for free addresses"),
            Map.entry(
                    "incompatible-parameters", "its parameter group does not fit its class; change it in the console"),
            Map.entry("incompatible-option-group", CANNOT_CARRY_ON),
            Map.entry("incompatible-restore", CANNOT_CARRY_ON),
            Map.entry("inaccessible-encryption-credentials", NO_KEY),
            Map.entry("inaccessible-encryption-credentials-recoverable", NO_KEY));

    private InstanceState() {}

    /// A state as a part of a sentence, beginning with AWS's name.
    static String words(String status) {
        return status + ": " + meaning(status);
    }

    private static String meaning(String status) {
        return STUCK.getOrDefault(status, IN_ORDER.getOrDefault(status, "AWS is changing it"));
    }

    /// Whether to ask AWS to start it. Only AWS knows whether the encryption key is accessible again.
    static boolean canStart(Instance seen) {
        return seen.is("stopped") || seen.is("inaccessible-encryption-credentials-recoverable");
    }

    static boolean isStuck(String status) {
        return STUCK.containsKey(status);
    }
}
