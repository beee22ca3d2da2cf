package cruddur.cli.rds;

import cruddur.aws.Instances;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Table;
import cruddur.cli.common.Terminal;
import cruddur.operations.OperationException;
import cruddur.settings.Settings;
import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Lists the zones that offer an instance class.
record ZoneLookup(Settings settings, Terminal terminal) {

    int show(String instanceClass, boolean json) {
        Instances instances = new Instances(new AccountLookup(settings, terminal).open());
        List<Map<String, Object>> offers = instances.offers(instanceClass);
        if (offers.isEmpty()) {
            throw new OperationException("RDS does not offer " + instanceClass + " in this region.");
        }
        terminal.print(json ? new JsonArray(offers).encodePrettily() : table(offers));
        return ExitCode.DONE;
    }

    private static String table(List<Map<String, Object>> offers) {
        Map<String, TreeSet<String>> storage = new TreeMap<>();
        for (Map<String, Object> offer : offers) {
            for (Object zone : (List<?>) offer.getOrDefault("AvailabilityZones", List.of())) {
                storage.computeIfAbsent(String.valueOf(((Map<?, ?>) zone).get("Name")), _ -> new TreeSet<>())
                        .add(String.valueOf(offer.get("StorageType")));
            }
        }
        return Table.of(
                        List.of("ZONE", "STORAGE TYPES"),
                        storage.entrySet().stream()
                                .map(zone -> List.of(zone.getKey(), String.join(", ", zone.getValue()))))
                .written();
    }
}
