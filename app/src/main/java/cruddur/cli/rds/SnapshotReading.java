package cruddur.cli.rds;

import cruddur.aws.Account;
import cruddur.aws.Instances;
import cruddur.operations.OperationException;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What AWS knows of the snapshots of a server.
///
/// A class of its own, because it names Amazon's client; see [AccountReading].
public record SnapshotReading(Map<String, String> environment) {

    private static final Pattern REGION =
            Pattern.compile("\\.([a-z0-9-]+)\\.rds\\.amazonaws\\.com");

    /// The newest one in words, or why it is not known, which keeps nobody from what they are about
    /// to do: they are told, and decide.
    public String newestAt(String host) {
        try {
            return new Instances(Account.of(inRegionOf(host)))
                    .newestSnapshotAt(host)
                    .map(InstanceReport::described)
                    .orElse("none");
        } catch (OperationException e) {
            return "not known: " + e.getMessage();
        }
    }

    /// A server's name says where it is.
    private Map<String, String> inRegionOf(String host) {
        Map<String, String> settings = new HashMap<>(environment);
        Matcher region = REGION.matcher(host);
        if (region.find()) {
            settings.put("AWS_REGION", region.group(1));
        }
        return settings;
    }
}
