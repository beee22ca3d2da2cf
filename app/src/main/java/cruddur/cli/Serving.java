package cruddur.cli;

import cruddur.Config;
import cruddur.Service;
import cruddur.localcognito.LocalPool;
import cruddur.operations.Databases;
import cruddur.operations.Mark;
import cruddur.operations.OperationException;
import cruddur.sql.Login;
import cruddur.sql.LoginException;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// `cruddur serve`: the server, on a database that somebody else runs.
record Serving(Map<String, String> environment, Terminal terminal, Target target) {

    int run() {
        Login database = target.login(environment);
        Config config = Config.from(environment, database);
        terminal.say("Cruddur: serving " + target + ", " + database.address());
        target.mayChange(mark(database), database.address());
        Shutdown shutdown = new Shutdown();
        start(config, Optional.empty(), shutdown);
        terminal.say(terminal.strong("Cruddur is at " + config.address()));
        return shutdown.await();
    }

    /// Nobody's, as long as it cannot be told: a server may be started before its database, and
    /// while there is no password for it.
    private Optional<Mark> mark(Login database) {
        try {
            return new Databases(database.current()).mark();
        } catch (LoginException | OperationException e) {
            terminal.say("Cruddur: whose database this is cannot be told yet. " + e.getMessage());
            return Optional.empty();
        }
    }

    static void start(Config config, Optional<LocalPool> pool, Shutdown shutdown) {
        try {
            shutdown.alsoStop(Service.start(config, pool)::close);
        } catch (IOException e) {
            throw new OperationException(
                    "Cannot listen on "
                            + config.host()
                            + ":"
                            + config.port()
                            + " ("
                            + e.getMessage()
                            + ")."
                            + " If another program has this port, set PORT to another one, like PORT="
                            + (config.port() + 1)
                            + ".",
                    e);
        }
    }
}
