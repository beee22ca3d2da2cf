package cruddur.cli.db;

import cruddur.cli.common.Table;
import cruddur.cli.common.Target;
import cruddur.operations.History;
import cruddur.operations.Mark;
import cruddur.operations.Status;
import cruddur.operations.TableRows;
import cruddur.sql.ConnectionUrl;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;

/// How a database is, for people and for programs.
record StatusText(Target target, ConnectionUrl url, Status status) {

    String written() {
        return """
        server    PostgreSQL %s at %s:%d
        database  %s, %s
        mark      %s
        schema    %s

        %s

        %s"""
                .formatted(
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
            case NONE -> "none; cruddur db schema-load loads it";
            case TOO_OLD -> "from before the first migration; cruddur db schema-load replaces it";
            case BASELINE, MIGRATED ->
                    status.schema().isComplete()
                            ? "the one of this version"
                            : "another than this version's; cruddur db migrate leads to it";
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

    /// How many rows a table has, and whether that was too many to count.
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
                                new JsonArray(
                                        status.schema().entries().stream()
                                                .map(StatusText::json)
                                                .toList()),
                        "tables",
                                new JsonArray(
                                        status.tables().stream().map(StatusText::json).toList()))
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
