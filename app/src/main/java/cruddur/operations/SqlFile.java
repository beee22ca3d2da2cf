package cruddur.operations;

import cruddur.sql.Script;

import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/// A file of SQL, run as psql would with `ON_ERROR_STOP`: up to the first statement that fails.
record SqlFile(Script script) {

    private static final int SHOWN_LINES = 8;

    private static final String UNDEFINED_TABLE = "42P01";
    private static final String HINT =
            " If tables are missing, load them with: cruddur db schema-load.";

    static SqlFile load(String path) {
        return new SqlFile(Script.load(path));
    }

    /// @throws OperationException naming the file, the line and the statement that failed
    void run(Connection connection) throws SQLException {
        for (Script.Statement statement : script.statements()) {
            run(connection, statement);
        }
    }

    private void run(Connection connection, Script.Statement statement) throws SQLException {
        try (Statement sent = connection.createStatement()) {
            sent.setEscapeProcessing(false);
            sent.execute(statement.sql());
        } catch (SQLException e) {
            if (Databases.isAboutTheConnection(e)) {
                throw e;
            }
            throw new OperationException(sentence(statement, e), e);
        }
    }

    private String sentence(Script.Statement statement, SQLException e) {
        return "%s:%d: %s. Nothing of the file was kept.%s The statement:\n%s"
                .formatted(
                        script.name(),
                        statement.line() + linesBefore(position(e), statement.sql()),
                        message(e),
                        UNDEFINED_TABLE.equals(e.getSQLState()) ? HINT : "",
                        beginning(statement.sql()));
    }

    /// What went wrong, without what pgjdbc adds to it: how bad it is, and the position.
    private static String message(SQLException e) {
        String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return first.replaceFirst("^\\p{Lu}+: +", "");
    }

    /// The server counts characters from 1, and says 0 if it has no place to point at.
    private static int position(SQLException e) {
        return Optional.of(e)
                .filter(PSQLException.class::isInstance)
                .map(PSQLException.class::cast)
                .map(PSQLException::getServerErrorMessage)
                .map(ServerErrorMessage::getPosition)
                .orElse(0);
    }

    private static int linesBefore(int position, String sql) {
        int characters = Math.max(0, position - 1);
        return (int) sql.codePoints().limit(characters).filter(c -> c == '\n').count();
    }

    private static String beginning(String sql) {
        return sql.lines().count() <= SHOWN_LINES
                ? sql
                : String.join("\n", sql.lines().limit(SHOWN_LINES).toList()) + "\n…";
    }
}
