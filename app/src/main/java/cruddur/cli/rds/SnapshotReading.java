package cruddur.cli.rds;

import cruddur.aws.Account;
import cruddur.aws.Instances;
import cruddur.operations.OperationException;

import java.util.Map;

/// What AWS knows of the snapshots of a server.
///
/// A class of its own, because it names Amazon's client; see [AccountReading].
public record SnapshotReading(Map<String, String> environment) {

    /// The newest one in words, or why it is not known, which keeps nobody from what they are about
    /// to do: they are told, and decide.
    public String newestAt(String host) {
        try {
            return new Instances(Account.near(host, environment))
                    .newestSnapshotAt(host)
                    .map(InstanceReport::described)
                    .orElse("none");
        } catch (OperationException e) {
            return "not known: " + e.getMessage();
        }
    }
}
