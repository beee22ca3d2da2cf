package cruddur.cli;

import cruddur.Config;
import cruddur.Service;
import cruddur.administration.Mark;
import cruddur.cli.common.Shutdown;
import cruddur.cli.common.Target;
import cruddur.cli.common.Terminal;
import cruddur.localcognito.LocalPool;
import cruddur.operations.OperationException;
import cruddur.settings.Settings;
import cruddur.sql.Login;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/// `cruddur serve`: the server, on a database that runs elsewhere.
record Serving(Settings settings, Terminal terminal, Target target) {

    int run() {
        Login database = target.login(settings);
        Config config = Config.from(settings, database).reading(target.replica(settings));
        terminal.report("Cruddur: serving " + target + ", " + database.address());
        Shutdown shutdown = new Shutdown();
        start(
                config,
                Optional.empty(),
                mark -> target.requireChangeable(mark.map(Mark::of), database.address()),
                shutdown);
        terminal.report("Cruddur is at " + config.address(), "");
        return shutdown.await();
    }

    /// @param admission as [Service#start] takes it
    static void start(
            Config config, Optional<LocalPool> pool, Consumer<Optional<String>> admission, Shutdown shutdown) {
        LogFormatter.install();
        try {
            shutdown.alsoStop(Service.start(config, pool, admission)::close);
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
