package cruddur.cli.rds;

import picocli.CommandLine.Option;

import java.util.HashMap;
import java.util.Map;

/// Which instance an operator means.
final class InstanceOptions {

    @Option(
            names = "--db-instance-identifier",
            paramLabel = "NAME",
            defaultValue = "cruddur-db-instance",
            description = "The instance (cruddur-db-instance unless said).")
    private String identifier = "";

    @Option(
            names = "--region",
            paramLabel = "REGION",
            defaultValue = "",
            description = "Where it is (AWS_REGION, else the profile's).")
    private String region = "";

    String identifier() {
        return identifier;
    }

    /// The settings, with the region that was said.
    Map<String, String> in(Map<String, String> environment) {
        return inRegion(region, environment);
    }

    static Map<String, String> inRegion(String region, Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>(environment);
        if (!region.isEmpty()) {
            settings.put("AWS_REGION", region);
        }
        return Map.copyOf(settings);
    }
}
