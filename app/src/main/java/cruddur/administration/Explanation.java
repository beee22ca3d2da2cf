package cruddur.administration;

import cruddur.database.Cursor;
import cruddur.database.Statements;
import cruddur.jdbc.Jdbc;
import cruddur.jdbc.Rows;
import cruddur.operations.OperationException;
import cruddur.sql.Query;
import cruddur.sql.ServerRole;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// PostgreSQL's plan for one of the server's queries, planned with the server's settings and as the
/// server wraps the query.
///
/// @param values of parameters, as text; a missing one is null, but lists begin with their first page
/// @param analyze whether to run the query, too
public record Explanation(Query query, Map<String, String> values, boolean analyze) {

    /// More than the server's.
    private static final String TIME_LIMIT = " -c statement_timeout=1min";

    private static final Query LITERALS = Query.load("databases/literals");

    /// The server's values for a request without a cursor; with null the page would be empty.
    private static final Map<String, String> FIRST_PAGE = Map.of(
            "before_created_at", Cursor.NEWEST.time().toString(),
            "before_uuid", Cursor.NEWEST.uuid().toString(),
            "after_created_at", Cursor.OLDEST.time().toString(),
            "after_uuid", Cursor.OLDEST.uuid().toString(),
            "limit", "20");

    private static final String READ_ONLY = "25006";

    /// The plan, as PostgreSQL prints it. Nothing is changed.
    ///
    /// @throws IllegalArgumentException if `values` names a parameter that the query does not have
    public String in(DatabaseAdmin database) {
        refuseUnknown();
        return new Jdbc(database.url().withOptions(ServerRole.READ.options() + TIME_LIMIT)).run(this::plan);
    }

    private void refuseUnknown() {
        values.keySet().stream()
                .filter(name -> !query.parameters().contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("%s has no parameter %s. It has: %s"
                            .formatted(query.name(), name, String.join(", ", query.parameters())));
                });
    }

    private String plan(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            Query prepared = Statements.of(query);
            statement.execute("prepare explained as " + prepared.sql());
            connection.setAutoCommit(false);
            String plan = plan(statement, execution(connection, prepared));
            connection.rollback();
            return plan;
        }
    }

    private String execution(Connection connection, Query prepared) throws SQLException {
        Object[] ordered = prepared.parameters().stream().map(this::value).toArray();
        String literals = Rows.of(
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
                        query.name() + " writes, so it is explained without being run: leave out --analyze.", e);
            }
            throw e;
        }
    }
}
