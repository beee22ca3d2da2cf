package cruddur.cli.db;

import cruddur.administration.Mark;
import cruddur.administration.Status;
import cruddur.administration.TableRows;
import cruddur.cli.common.Table;
import cruddur.cli.common.Target;
import cruddur.migrations.History;
import cruddur.sql.ConnectionUrl;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;

/// The state of a database, as text or as JSON.
record StatusText(Target target, ConnectionUrl url, Status status) {

    String written() {
        return """
        server    PostgreSQL %s at %s:%d
        database  %s, %s
        mark      %s
        schema    %s

        %s

        %s""".formatted(
                        status.version(),
                        url.host(),
                        url.port(),
                        url.database(),
                        status.size(),
                        status.mark().map(Mark::toString).orElse("none"),
                        schema(),
                        migrations(),
                        tables());
    }

    private String schema() {
        return switch (status.schema().kind()) {
            case NONE -> "none; run cruddur db schema-load";
            case TOO_OLD -> "older than the first migration; replace it with cruddur db schema-load";
            case BASELINE, MIGRATED ->
                status.schema().isComplete() ? "this version's" : "not this version's; run cruddur db migrate";
        };
    }

    private String migrations() {
        return Table.of(
                        List.of("MIGRATION", "STATE", "APPLIED"),
                        status.schema().entries().stream().map(StatusText::row))
                .written();
    }

    private static List<String> row(History.Entry entry) {
        return List.of(
                entry.name(),
                word(entry.state()),
                entry.appliedAt().map(OffsetDateTime::toString).orElse("-"));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private String tables() {
        return Table.of(
                        List.of("TABLE", "ROWS"),
                        status.tables().stream().map(table -> List.of(table.name(), count(table))))
                .written();
    }

    /// The rows of a table, as a count or as an estimate.
    static String count(TableRows table) {
        return table.exact() ? Long.toString(table.rows()) : "about " + table.rows();
    }

    String asJson() {
        return JsonObject.of(
                        "target", target.toString(),
                        "host", url.host(),
                        "port", url.port(),
                        "database", url.database(),
                        "version", status.version(),
                        "size_bytes", status.sizeBytes(),
                        "mark", status.mark().map(Mark::toString).orElse(null),
                        "schema", word(status.schema().kind()),
                        "migrations",
                                new JsonArray(status.schema().entries().stream()
                                        .map(StatusText::json)
                                        .toList()),
                        "tables",
                                new JsonArray(status.tables().stream()
                                        .map(StatusText::json)
                                        .toList()))
                .encodePrettily();
    }

    private static JsonObject json(History.Entry entry) {
        return JsonObject.of(
                "name", entry.name(),
                "state", word(entry.state()),
                "applied_at", entry.appliedAt().map(OffsetDateTime::toString).orElse(null));
    }

    private static JsonObject json(TableRows table) {
        return JsonObject.of("name", table.name(), "rows", table.rows(), "exact", table.exact());
    }
}
