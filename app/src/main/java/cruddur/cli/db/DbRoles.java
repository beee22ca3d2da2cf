package cruddur.cli.db;

import cruddur.administration.ServerRoles;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Terminal;
import cruddur.sql.ServerRole;
import java.util.Optional;

/// Creates the server's roles, and prints how the server connects.
record DbRoles(Terminal terminal, ServerRoles roles) {

    /// @param password of both; empty to leave it as it is
    int create(Optional<String> password) {
        roles.create(password);
        terminal.report("Cruddur: the roles cruddur_read and cruddur_write are ready. "
                + (password.isPresent() ? "The password is set." : "The password is unchanged."));
        terminal.report("Cruddur: the server's URL is "
                + roles.url().withLogin(ServerRole.WRITE.toString(), password)
                + ", or the same user at a pooler.");
        if (roles.mayCreateTables()) {
            terminal.report(
                    "Cruddur: every role may create tables in this database. An administrator ends that with: revoke create on schema public from public");
        }
        return ExitCode.DONE;
    }
}
