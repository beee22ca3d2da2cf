package cruddur.administration;

import cruddur.operations.OperationException;
import cruddur.sql.Authorities;
import cruddur.sql.ConnectionUrl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// psql, connected to a database. It uses the terminal of this process.
///
/// The connection settings are in its environment, where other users of the machine cannot read
/// them.
public record Psql(ConnectionUrl url) {

    /// Starts it.
    ///
    /// @param arguments in addition to the connection settings
    /// @throws OperationException with how to install it, if it is missing
    public Process start(List<String> arguments) {
        List<String> words = new ArrayList<>(List.of("psql", "--pset=expanded=auto"));
        words.addAll(arguments);
        ProcessBuilder psql = new ProcessBuilder(words).inheritIO();
        connectTo(psql, url);
        try {
            return psql.start();
        } catch (IOException e) {
            throw new OperationException(
                    "Cannot start psql. Install it: apt-get install postgresql-client (Debian, Ubuntu), or brew install libpq && brew link --force libpq (macOS).",
                    e);
        }
    }

    /// Makes a program of PostgreSQL's connect to this database only.
    static void connectTo(ProcessBuilder program, ConnectionUrl url) {
        // Any of them could change the target.
        program.environment().keySet().removeIf(name -> name.matches("PG[A-Z]+"));
        program.environment().putAll(url.libpqVariables(Authorities.file(url)));
    }
}
