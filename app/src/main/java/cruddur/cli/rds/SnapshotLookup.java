package cruddur.cli.rds;

import cruddur.aws.Account;
import cruddur.aws.Instances;
import cruddur.operations.OperationException;
import cruddur.settings.Settings;

/// Describes the snapshots of a server.
public record SnapshotLookup(Settings settings) {

    /// The newest snapshot in words, or why it is unknown. This never blocks the command; the operator
    /// decides.
    public String newestAt(String host) {
        try {
            return new Instances(Account.near(host, settings))
                    .newestSnapshotAt(host)
                    .map(InstanceReport::described)
                    .orElse("none");
        } catch (OperationException e) {
            return "unknown: " + e.getMessage();
        }
    }
}
