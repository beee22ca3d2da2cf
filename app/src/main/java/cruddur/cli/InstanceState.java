package cruddur.cli;

/// What the states of an instance mean; AWS has a word for each.
final class InstanceState {

    private InstanceState() {}

    /// A state in words, which begin with AWS's own.
    static String words(String status) {
        return status + ": " + meaning(status);
    }

    private static String meaning(String status) {
        return switch (status) {
            case "creating" -> "AWS is making the machine; 5 to 15 minutes";
            case "backing-up" -> "AWS is taking a snapshot; it can be used, and not be stopped";
            case "available" -> "it can be used, and costs money";
            case "starting" -> "AWS is starting the machine; 3 to 10 minutes";
            case "stopping" -> "AWS is stopping the machine; 2 to 10 minutes";
            case "stopped" -> "it cannot be used, and costs no more than its storage";
            case "modifying" -> "AWS is changing its settings";
            case "rebooting" -> "PostgreSQL is starting again; about a minute";
            case "resetting-master-credentials" -> "AWS is changing the master password";
            case "renaming" -> "AWS is giving it another name, and so another address";
            case "upgrading" -> "AWS is upgrading PostgreSQL; it cannot be used meanwhile";
            case "maintenance" -> "AWS is maintaining it; it can be away for some minutes";
            case "deleting" -> "AWS is deleting it, after its final snapshot if there is to be one";
            case "configuring-enhanced-monitoring",
                    "configuring-iam-database-auth",
                    "configuring-log-exports" ->
                    "AWS is changing a setting beside the running database";
            case "storage-config-upgrade", "storage-initialization", "storage-optimization" ->
                    "AWS is rearranging its storage; it can be used, a bit slower";
            case "storage-full" -> "its storage is full; give it more in the console";
            case "failed" -> "it broke, and AWS cannot mend it; restore it from a backup";
            case "restore-error" -> "AWS could not restore it; restore another backup";
            case "insufficient-capacity" ->
                    "AWS has no machine of this class there; take another class or zone";
            case "incompatible-network" ->
                    "AWS cannot work in its network; look at its subnets for free addresses";
            case "incompatible-parameters" ->
                    "its parameter group does not go with its class; change it in the console";
            case "incompatible-option-group", "incompatible-restore" ->
                    "AWS cannot carry on with what it was asked for; see its events in the console";
            case "inaccessible-encryption-credentials",
                    "inaccessible-encryption-credentials-recoverable" ->
                    "AWS may not use the key that it is encrypted with; see to the key first";
            default -> "AWS is at work on it";
        };
    }

    /// Whether nothing but an operator gets it out of this state.
    static boolean isStuck(String status) {
        return switch (status) {
            case "failed",
                    "restore-error",
                    "storage-full",
                    "insufficient-capacity",
                    "incompatible-network",
                    "incompatible-parameters",
                    "incompatible-option-group",
                    "incompatible-restore",
                    "inaccessible-encryption-credentials",
                    "inaccessible-encryption-credentials-recoverable" ->
                    true;
            default -> false;
        };
    }
}
