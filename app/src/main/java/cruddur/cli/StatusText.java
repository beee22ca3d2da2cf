package cruddur.cli;

import cruddur.operations.Mark;
import cruddur.operations.Status;
import cruddur.operations.TableRows;
import cruddur.sql.ConnectionUrl;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

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

        %s"""
                .formatted(
                        status.version(),
                        url.host(),
                        url.port(),
                        url.database(),
                        status.size(),
                        status.mark().map(Mark::toString).orElse("none"),
                        schema(),
                        tables());
    }

    private String schema() {
        return switch (status.schema()) {
            case CURRENT -> "the one of this version";
            case OLDER -> "another than this version's";
            case NOTHING -> "none that Cruddur loaded; cruddur db schema-load does";
        };
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
                        "schema", status.schema().name().toLowerCase(Locale.ROOT),
                        "tables",
                                new JsonArray(
                                        status.tables().stream().map(StatusText::json).toList()))
                .encodePrettily();
    }

    private static JsonObject json(TableRows table) {
        return JsonObject.of("name", table.name(), "rows", table.rows(), "exact", table.exact());
    }
}
