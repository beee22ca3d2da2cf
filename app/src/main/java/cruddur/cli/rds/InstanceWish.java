package cruddur.cli.rds;

import cruddur.aws.InstanceSetting;
import cruddur.aws.Profile;

import java.util.LinkedHashMap;
import java.util.Map;

/// The instance that an operator wants.
///
/// @param said what counts for more than the profile
record InstanceWish(String identifier, Profile profile, Map<InstanceSetting, Object> said) {

    /// @throws IllegalArgumentException if it contradicts itself
    InstanceWish {
        if (isSet(InstanceSetting.MULTI_AZ, profile, said)
                && said.containsKey(InstanceSetting.AVAILABILITY_ZONE)) {
            throw new IllegalArgumentException(
                    "A multi-AZ instance has no zone of its own; leave out --availability-zone, or add --no-multi-az.");
        }
    }

    private static boolean isSet(
            InstanceSetting setting, Profile profile, Map<InstanceSetting, Object> said) {
        return said.getOrDefault(setting, setting.in(profile)).equals(true);
    }

    boolean is(InstanceSetting setting) {
        return isSet(setting, profile, said);
    }

    int port() {
        return (int) value(InstanceSetting.PORT);
    }

    private Object value(InstanceSetting setting) {
        return said.getOrDefault(setting, setting.in(profile));
    }

    /// All of it by AWS's names, without what is left to AWS.
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
