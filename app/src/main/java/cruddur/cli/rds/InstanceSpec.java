package cruddur.cli.rds;

import cruddur.aws.InstanceSetting;
import cruddur.aws.Profile;
import java.util.LinkedHashMap;
import java.util.Map;

/// The specification of an instance to create.
///
/// @param options the settings of options, which override the profile's
record InstanceSpec(String identifier, Profile profile, Map<InstanceSetting, Object> options) {

    private static final String ENGINE = "postgres";

    private static final int FIRST_PORT = 1150;
    private static final int LAST_PORT = 65_535;

    /// @throws IllegalArgumentException if settings contradict each other, or RDS or Cruddur does not accept one
    InstanceSpec {
        if (isSet(InstanceSetting.MULTI_AZ, profile, options)
                && options.containsKey(InstanceSetting.AVAILABILITY_ZONE)) {
            throw new IllegalArgumentException(
                    "A multi-AZ instance has no single zone. Leave out --availability-zone, or add --no-multi-az.");
        }
        if (!options.getOrDefault(InstanceSetting.ENGINE, ENGINE).equals(ENGINE)) {
            throw new IllegalArgumentException("Cruddur needs PostgreSQL. Leave out --engine, or set it to postgres.");
        }
        int port = (int) options.getOrDefault(InstanceSetting.PORT, FIRST_PORT);
        if (port < FIRST_PORT || port > LAST_PORT) {
            throw new IllegalArgumentException(
                    "RDS accepts ports from %d to %d. Set --port to one of them.".formatted(FIRST_PORT, LAST_PORT));
        }
    }

    private static boolean isSet(InstanceSetting setting, Profile profile, Map<InstanceSetting, Object> options) {
        return options.getOrDefault(setting, setting.in(profile)).equals(true);
    }

    boolean is(InstanceSetting setting) {
        return isSet(setting, profile, options);
    }

    int port() {
        return (int) value(InstanceSetting.PORT);
    }

    private Object value(InstanceSetting setting) {
        return options.getOrDefault(setting, setting.in(profile));
    }

    /// All settings by AWS's names, without those that AWS chooses.
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("DBInstanceIdentifier", identifier);
        for (InstanceSetting setting : InstanceSetting.values()) {
            fields.put(setting.field(), value(setting));
        }
        if (!is(InstanceSetting.ENABLE_PERFORMANCE_INSIGHTS)) {
            fields.remove(InstanceSetting.PERFORMANCE_INSIGHTS_RETENTION_PERIOD.field());
        }
        fields.values().removeIf(""::equals);
        return fields;
    }
}
