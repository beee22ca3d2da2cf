package cruddur.cli;

import cruddur.Config;
import cruddur.Service;
import cruddur.localcognito.LocalPool;
import cruddur.operations.Databases;
import cruddur.operations.OperationException;
import cruddur.sql.Login;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// `cruddur serve`: the server, on a database that somebody else runs.
record Serving(Map<String, String> environment, Terminal terminal, Target target) {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    int run() {
        Login database = target.login(environment);
        Config config = Config.from(environment, database);
        terminal.say("Cruddur: serving " + target + ", " + database.address());
        refuseAnothers(new Databases(target.url(environment)));
        Shutdown shutdown = new Shutdown();
        start(config, Optional.empty(), shutdown);
        terminal.say(terminal.strong("Cruddur is at " + config.address()));
        return shutdown.await();
    }

    /// A server may be started before its database, and must not be fooled by that.
    private void refuseAnothers(Databases database) {
        TargetDatabase.await(database, PATIENCE, terminal);
        target.mayChange(database.mark(), database.url());
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
