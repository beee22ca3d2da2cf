package cruddur.cli.rds;

import cruddur.aws.Check;
import cruddur.aws.Finding;
import cruddur.cli.common.Table;
import cruddur.cli.common.Terminal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The results of the checks.
record CheckReport(List<Finding> findings, Waivers waivers) {

    private static final int WIDTH = 80;

    boolean isSound() {
        return unwaived().isEmpty();
    }

    private List<Finding> unwaived() {
        return findings.stream()
                .filter(finding -> waivers.reasonFor(finding.check()).isEmpty())
                .toList();
    }

    String summary() {
        int all = Check.values().length;
        return isSound()
                ? "%d checks, and nothing to fix.".formatted(all)
                : "%d of %d checks found something to fix.".formatted(unwaived().size(), all);
    }

    /// A table of all checks, then advice for each difference.
    void printTo(Terminal terminal) {
        terminal.print(Table.of(
                        List.of("CHECK", "STATE", "FOUND"),
                        Stream.of(Check.values()).map(this::row))
                .written());
        unwaived().forEach(finding -> {
            terminal.print("");
            terminal.print(finding.check().id(), advice(finding));
        });
    }

    private List<String> row(Check check) {
        return List.of(check.id(), state(check), remark(check));
    }

    private String state(Check check) {
        return finding(check).isEmpty()
                ? "sound"
                : waivers.reasonFor(check).map(_ -> "waived").orElse("fix");
    }

    private String remark(Check check) {
        String reason = waivers.reasonFor(check).map(why -> ": " + why).orElse("");
        return finding(check).map(finding -> finding.what() + reason).orElse("");
    }

    private Optional<Finding> finding(Check check) {
        return findings.stream().filter(finding -> finding.check() == check).findFirst();
    }

    private static String advice(Finding finding) {
        return String.join(
                System.lineSeparator(),
                ": " + finding.what(),
                wrapped(finding.check().why()),
                "  " + finding.fix());
    }

    private static String wrapped(String words) {
        return words.replaceAll("(.{1," + WIDTH + "})(?: +|$)", "$1\n").strip();
    }

    String asJson() {
        return new JsonArray(Stream.of(Check.values()).map(this::json).toList()).encodePrettily();
    }

    private JsonObject json(Check check) {
        JsonObject json = JsonObject.of(
                "check", check.id(),
                "state", state(check),
                "sound", check.sound(),
                "why", check.why());
        waivers.reasonFor(check).ifPresent(reason -> json.put("reason", reason));
        finding(check).ifPresent(found -> json.put("found", found.what()).put("fix", found.fix()));
        return json;
    }
}
