package cruddur.cli.rds;

import cruddur.settings.Settings;
import java.util.Locale;
import picocli.CommandLine.Option;

/// The options that name an instance.
final class InstanceOptions {

    @Option(
            names = "--db-instance-identifier",
            paramLabel = "NAME",
            defaultValue = "cruddur-db-instance",
            description = "The instance (cruddur-db-instance).")
    private String identifier = "";

    @Option(
            names = "--region",
            paramLabel = "REGION",
            defaultValue = "",
            description = "Region of the instance (AWS_REGION, else the profile's).")
    private String region = "";

    /// In lower case, as AWS keeps it.
    String identifier() {
        return identifier.toLowerCase(Locale.ROOT);
    }

    /// The settings, with the region of the option.
    Settings in(Settings settings) {
        return inRegion(region, settings);
    }

    static Settings inRegion(String region, Settings settings) {
        return region.isEmpty() ? settings : settings.with("AWS_REGION", region);
    }
}
