package cruddur.administration;

import cruddur.jdbc.Jdbc;
import cruddur.jdbc.Rows;
import cruddur.jdbc.SqlFile;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.Query;
import cruddur.sql.ServerRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PasswordUtil;

/// The roles of the server. Blocks.
///
/// @param url of the owner of the database, who may create roles
public record ServerRoles(ConnectionUrl url) {

    private static final String ROLES = "db/roles.sql";
    private static final String GRANTS = "db/grants.sql";

    private static final Query MAY_CREATE = Query.load("databases/may_create_tables");
    private static final Query PASSWORD_STATEMENT = Query.load("databases/password_statement");

    /// Creates the roles, or corrects the settings and rights of existing ones, in one transaction.
    ///
    /// @param password of both; empty to leave it as it is
    public void create(Optional<String> password) {
        new Jdbc(url).inTransaction(connection -> {
            SqlFile.load(ROLES).run(connection);
            grant(connection);
            if (password.isPresent()) {
                setPassword(connection, password.get());
            }
            return true;
        });
    }

    /// Whether the roles may create tables, because every role may and this login does not own the schema.
    public boolean mayCreateTables() {
        return new Jdbc(url)
                .run(connection -> Rows.of(
                        connection, MAY_CREATE.with("role", ServerRole.WRITE.toString()), row -> row.getBoolean(1)))
                .getFirst();
    }

    /// Gives existing roles their rights on new tables.
    public void grant() {
        new Jdbc(url).inTransaction(connection -> {
            grant(connection);
            return true;
        });
    }

    static void grant(Connection connection) throws SQLException {
        SqlFile.load(GRANTS).run(connection);
    }

    /// Sends a hash, because PostgreSQL may log the statement.
    private static void setPassword(Connection connection, String password) throws SQLException {
        for (ServerRole role : ServerRole.values()) {
            String hash = PasswordUtil.encodeScramSha256(password.toCharArray());
            for (String statement : Rows.of(
                    connection,
                    PASSWORD_STATEMENT.with("role", role.toString()).with("hash", hash),
                    row -> row.getString(1))) {
                DatabaseAdmin.execute(connection, statement);
            }
        }
    }
}
