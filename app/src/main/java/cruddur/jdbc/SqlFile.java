package cruddur.jdbc;

import cruddur.operations.OperationException;
import cruddur.sql.Script;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.util.ServerErrorMessage;

/// A file of SQL, run like psql with `ON_ERROR_STOP`: up to the first statement that fails.
public record SqlFile(Script script) {

    private static final int SHOWN_LINES = 8;

    private static final String UNDEFINED_TABLE = "42P01";
    private static final String HINT = " If tables are missing, load them with: cruddur db schema-load.";

    public static SqlFile load(String path) {
        return new SqlFile(Script.load(path));
    }

    /// Runs the statements one after the other, up to the first one that fails.
    ///
    /// @throws OperationException naming the file, the line and the statement that failed
    public void run(Connection connection) throws SQLException {
        for (Script.Statement statement : script.statements()) {
            run(connection, statement);
        }
    }

    private void run(Connection connection, Script.Statement statement) throws SQLException {
        try (Statement sent = connection.createStatement()) {
            sent.setEscapeProcessing(false);
            sent.execute(statement.sql());
        } catch (SQLException e) {
            if (Jdbc.isAboutTheConnection(e)) {
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

    /// The message without the severity and position that pgjdbc adds.
    private static String message(SQLException e) {
        String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return first.replaceFirst("^\\p{Lu}+: +", "");
    }

    /// The position in characters from 1; 0 if the server reports none.
    private static int position(SQLException e) {
        return Jdbc.fromServer(e).map(ServerErrorMessage::getPosition).orElse(0);
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
