package cruddur.cli.rds;

import java.util.Map;

/// What the states of an instance mean; AWS has a word for each.
final class InstanceState {

    private static final String BESIDE = "AWS is changing a setting beside the running database";
    private static final String REARRANGING =
            "AWS is rearranging its storage; it can be used, a bit slower";
    private static final String CANNOT_CARRY_ON =
            "AWS cannot carry on with what it was asked for; see its events in the console";
    private static final String NO_KEY =
            "AWS may not use the key that it is encrypted with; see to the key first";

    private static final Map<String, String> IN_ORDER =
            Map.ofEntries(
                    Map.entry("creating", "AWS is making the machine; 5 to 15 minutes"),
                    Map.entry(
                            "backing-up",
                            "AWS is taking a snapshot; it can be used, and not be stopped"),
                    Map.entry("available", "it can be used, and costs money"),
                    Map.entry("starting", "AWS is starting the machine; 3 to 10 minutes"),
                    Map.entry("stopping", "AWS is stopping the machine; 2 to 10 minutes"),
                    Map.entry("stopped", "it cannot be used, and costs no more than its storage"),
                    Map.entry("modifying", "AWS is changing its settings"),
                    Map.entry("rebooting", "PostgreSQL is starting again; about a minute"),
                    Map.entry(
                            "resetting-master-credentials", "AWS is changing the master password"),
                    Map.entry("renaming", "AWS is giving it another name, and so another address"),
                    Map.entry(
                            "upgrading",
                            "AWS is upgrading PostgreSQL; it cannot be used meanwhile"),
                    Map.entry(
                            "maintenance",
                            "AWS is maintaining it; it can be away for some minutes"),
                    Map.entry(
                            "deleting",
                            "AWS is deleting it, after its final snapshot if there is to be one"),
                    Map.entry("configuring-enhanced-monitoring", BESIDE),
                    Map.entry("configuring-iam-database-auth", BESIDE),
                    Map.entry("configuring-log-exports", BESIDE),
                    Map.entry("storage-config-upgrade", REARRANGING),
                    Map.entry("storage-initialization", REARRANGING),
                    Map.entry("storage-optimization", REARRANGING));

    /// Nothing but an operator gets it out of these.
    private static final Map<String, String> STUCK =
            Map.ofEntries(
                    Map.entry("storage-full", "its storage is full; give it more in the console"),
                    Map.entry(
                            "failed", "it broke, and AWS cannot mend it; restore it from a backup"),
                    Map.entry("restore-error", "AWS could not restore it; restore another backup"),
                    Map.entry(
                            "insufficient-capacity",
                            "AWS has no machine of this class there; take another class or zone"),
                    Map.entry(
                            "incompatible-network",
                            "AWS cannot work in its network; look at its subnets for free addresses"),
                    Map.entry(
                            "incompatible-parameters",
                            "its parameter group does not go with its class; change it in the console"),
                    Map.entry("incompatible-option-group", CANNOT_CARRY_ON),
                    Map.entry("incompatible-restore", CANNOT_CARRY_ON),
                    Map.entry("inaccessible-encryption-credentials", NO_KEY),
                    Map.entry("inaccessible-encryption-credentials-recoverable", NO_KEY));

    private InstanceState() {}

    /// A state in words, which begin with AWS's own.
    static String words(String status) {
        return status + ": " + meaning(status);
    }

    private static String meaning(String status) {
        return STUCK.getOrDefault(status, IN_ORDER.getOrDefault(status, "AWS is at work on it"));
    }

    static boolean isStuck(String status) {
        return STUCK.containsKey(status);
    }
}
