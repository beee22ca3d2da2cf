package cruddur.operations;

import cruddur.sql.ConnectionUrl;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// PostgreSQL's own client, at a database. It has the terminal of this process.
///
/// All it needs to connect stands in its environment, where other people of the machine cannot read
/// it.
public record Psql(ConnectionUrl url) {

    /// Starts it.
    ///
    /// @param arguments beside those that say how to connect
    /// @throws OperationException with how to get it, if it is not installed
    public Process start(List<String> arguments) {
        List<String> words = new ArrayList<>(List.of("psql", "--pset=expanded=auto"));
        words.addAll(arguments);
        ProcessBuilder psql = new ProcessBuilder(words).inheritIO();
        lead(psql, url);
        try {
            return psql.start();
        } catch (IOException e) {
            throw new OperationException(
                    "psql cannot be started. Install it: apt-get install postgresql-client (Debian, Ubuntu), or brew install libpq && brew link --force libpq (macOS).",
                    e);
        }
    }

    /// Has a program of PostgreSQL's connect to this database, and to no other.
    static void lead(ProcessBuilder program, ConnectionUrl url) {
        // Any of them could lead elsewhere.
        program.environment().keySet().removeIf(name -> name.matches("PG[A-Z]+"));
        program.environment().putAll(url.libpqVariables());
    }
}
