package cruddur.operations;

import cruddur.sql.Cursor;
import cruddur.sql.Database;
import cruddur.sql.Query;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;

/// How PostgreSQL would answer a query of the server's: with the server's settings, and with what
/// the server puts around the query.
///
/// @param values of parameters, as text; one that is missing is null, but lists begin with their
///   first page
/// @param analyze whether to run it, too
public record Explanation(Query query, Map<String, String> values, boolean analyze) {

    private static final Query BEGIN = Query.load("connections/begin");
    private static final Query LITERALS = Query.load("databases/literals");

    /// What the server makes of a query that has the columns for it. The last fits all.
    private static final List<UnaryOperator<Query>> FORMS =
            List.of(
                    Database::documented,
                    Database::paged,
                    Database::single,
                    UnaryOperator.identity());

    /// What the server binds for whoever names no page: null in its place would be an empty one.
    private static final Map<String, String> FIRST_PAGE =
            Map.of(
                    "before_created_at", Cursor.NEWEST.time().toString(),
                    "before_uuid", Cursor.NEWEST.uuid().toString(),
                    "after_created_at", Cursor.OLDEST.time().toString(),
                    "after_uuid", Cursor.OLDEST.uuid().toString(),
                    "limit", "20");

    private static final String READ_ONLY = "25006";

    /// The plan, as PostgreSQL writes it. Nothing is changed.
    ///
    /// @throws IllegalArgumentException for a value of a parameter that there is not
    public String in(Databases database) {
        refuseUnknown();
        return database.run(this::plan);
    }

    private void refuseUnknown() {
        values.keySet().stream()
                .filter(name -> !query.parameters().contains(name))
                .findFirst()
                .ifPresent(
                        name -> {
                            throw new IllegalArgumentException(
                                    "%s has no parameter %s. It has: %s"
                                            .formatted(
                                                    query.name(),
                                                    name,
                                                    String.join(", ", query.parameters())));
                        });
    }

    private String plan(Connection connection) throws SQLException {
        Rows.of(
                connection,
                BEGIN.with("statement_timeout", "1min").with("read_only", "on"),
                row -> "");
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            Query prepared = prepared(statement, FORMS);
            connection.setAutoCommit(false);
            String plan = plan(statement, execution(connection, prepared));
            connection.rollback();
            return plan;
        }
    }

    /// Prepares the query in the first form that it has the columns for.
    private Query prepared(Statement statement, List<UnaryOperator<Query>> forms)
            throws SQLException {
        Query form = forms.getFirst().apply(query);
        try {
            statement.execute("prepare explained as " + form.sql());
            return form;
        } catch (SQLException e) {
            if (forms.size() == 1) {
                throw e;
            }
            return prepared(statement, forms.subList(1, forms.size()));
        }
    }

    private String execution(Connection connection, Query prepared) throws SQLException {
        Object[] ordered = prepared.parameters().stream().map(this::value).toArray();
        String literals =
                Rows.of(
                                connection,
                                LITERALS.with("values", connection.createArrayOf("text", ordered)),
                                row -> row.getString(1))
                        .getFirst();
        return "execute explained" + (literals.isEmpty() ? "" : "(" + literals + ")");
    }

    private @Nullable String value(String parameter) {
        return values.getOrDefault(parameter, FIRST_PAGE.get(parameter));
    }

    private String plan(Statement statement, String execution) throws SQLException {
        String explain = analyze ? "explain (analyze, buffers) " : "explain ";
        try (ResultSet lines = statement.executeQuery(explain + execution)) {
            StringJoiner plan = new StringJoiner("\n");
            while (lines.next()) {
                plan.add(lines.getString(1));
            }
            return plan.toString();
        } catch (SQLException e) {
            if (READ_ONLY.equals(e.getSQLState())) {
                throw new OperationException(
                        query.name()
                                + " writes, so it is explained without being run: leave out --analyze.",
                        e);
            }
            throw e;
        }
    }
}
