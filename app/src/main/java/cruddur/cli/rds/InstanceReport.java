package cruddur.cli.rds;

import cruddur.aws.Instance;
import cruddur.aws.Snapshot;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The facts about an instance for an operator.
record InstanceReport(Instance instance, Instant now) {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    String asJson() {
        return new JsonObject(instance.fields()).encodePrettily();
    }

    /// One line for each: address, state, what its cost depends on, pending changes.
    String written() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("instance", instance.identifier());
        lines.put("state", InstanceState.words(instance.status()));
        instance.automaticRestart().ifPresent(time -> lines.put("starts again", countdown(time)));
        lines.put("address", address());
        lines.put("public", Boolean.toString(instance.isPublic()));
        instance.fields()
                .forEach((name, value) -> label(name).ifPresent(label -> lines.put(label, value + unit(name, value))));
        instance.pending().forEach((name, value) -> lines.put("pending " + name, value.toString()));
        return aligned(lines);
    }

    /// The label of a field, by AWS's name; empty for a field that is not shown.
    private static Optional<String> label(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "EngineVersion" -> "PostgreSQL";
                    case "DBInstanceClass" -> "class";
                    case "MultiAZ" -> "multi-AZ";
                    case "StorageType" -> "storage type";
                    case "AllocatedStorage" -> "storage";
                    case "BackupRetentionPeriod" -> "backups kept";
                    case "PerformanceInsightsRetentionPeriod" -> "insights kept";
                    case "DeletionProtection" -> "protected";
                    default -> null;
                });
    }

    private static String unit(String name, Object value) {
        return switch (name) {
            case "AllocatedStorage" -> " GiB";
            case "BackupRetentionPeriod", "PerformanceInsightsRetentionPeriod" -> value.equals(1) ? " day" : " days";
            default -> "";
        };
    }

    private String address() {
        return instance.host().map(host -> host + ":" + instance.port()).orElse("none yet");
    }

    private String countdown(Instant time) {
        return minute(time) + ", in " + inWords(Duration.between(now, time));
    }

    static String described(Snapshot snapshot) {
        return snapshot.identifier() + " of " + minute(snapshot.time());
    }

    static String minute(Instant time) {
        return MINUTE.format(time);
    }

    private static String inWords(Duration duration) {
        return duration.toDays() > 0
                ? duration.toDays() + " d " + duration.toHoursPart() + " h"
                : Math.max(0, duration.toHours()) + " h " + Math.max(0, duration.toMinutesPart()) + " min";
    }

    private static String aligned(Map<String, String> lines) {
        int widest = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
        return lines.entrySet().stream()
                .map(line -> pad(line.getKey(), widest) + "  " + line.getValue())
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String pad(String word, int width) {
        return word + " ".repeat(width - word.length());
    }
}
