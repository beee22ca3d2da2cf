package cruddur.operations;

import cruddur.sql.Script;

import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/// Runs files of SQL.
final class Scripts {

    private Scripts() {}

    /// Runs the statements one after the other, up to the first that fails.
    ///
    /// @throws SQLException that says file, line and statement
    static void run(Connection connection, Script script) throws SQLException {
        for (Script.Statement each : script.statements()) {
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                statement.execute(each.sql());
            } catch (SQLException e) {
                throw new SQLException(sentence(script.file(), each, e), e.getSQLState(), e);
            }
        }
    }

    private static String sentence(String file, Script.Statement statement, SQLException e) {
        return "%s, line %d: %s%n  %s"
                .formatted(file, line(statement, e), e.getMessage(), beginning(statement.sql()));
    }

    /// The line that PostgreSQL points to, else the one on which the statement begins.
    private static int line(Script.Statement statement, SQLException e) {
        int position =
                Optional.of(e)
                        .filter(PSQLException.class::isInstance)
                        .map(PSQLException.class::cast)
                        .map(PSQLException::getServerErrorMessage)
                        .map(ServerErrorMessage::getPosition)
                        .orElse(0);
        String before = statement.sql().substring(0, Math.max(0, position - 1));
        return statement.line() + (int) before.chars().filter(c -> c == '\n').count();
    }

    private static String beginning(String sql) {
        return sql.lines().count() > 1 ? sql.lines().findFirst().orElseThrow() + " …" : sql;
    }
}
