package cruddur.cli;

import cruddur.Config;
import cruddur.Listener;
import cruddur.Service;
import cruddur.administration.DatabaseAdmin;
import cruddur.administration.Mark;
import cruddur.administration.PoolDatabase;
import cruddur.cli.common.Shutdown;
import cruddur.cli.common.Target;
import cruddur.cli.common.Terminal;
import cruddur.identity.Operators;
import cruddur.localcognito.LocalPool;
import cruddur.localcognito.Mail;
import cruddur.operations.OperationException;
import cruddur.settings.Settings;
import cruddur.sql.Login;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/// `cruddur serve`: the server, on a database that runs elsewhere.
///
/// @param isDemo whether it prepares the database, and the people of the seed world can sign in
record Serving(Settings settings, Terminal terminal, Target target, boolean isDemo) {

    /// The terminal prints how to sign in as this person.
    static final Operators DEMO = Operators.named("ada");

    int run() {
        if (isDemo && target == Target.PROD) {
            throw new IllegalArgumentException("--demo loads the seed world, which is for dev alone.");
        }
        Login database = target.login(settings);
        Config own = Config.from(settings, database, target.replica(settings));
        terminal.report("Cruddur: serving " + target + ", " + database.address());
        Optional<PoolSecret> secret =
                Optional.of(settings).filter(Config::hasBuiltInPool).map(PoolSecret::in);
        Optional<Mail> mail = secret.map(_ -> new PoolMail(settings, terminal).ofServe(own.listener()));
        if (isDemo) {
            prepare();
        }
        Optional<LocalPool> pool = secret.map(each -> open(each, mail.orElseThrow()));
        Shutdown shutdown = new Shutdown();
        start(
                config(own, pool),
                pool,
                mark -> target.requireChangeable(mark.map(Mark::of), database.address()),
                shutdown);
        terminal.report("Cruddur is at " + own.listener().address(), "");
        secret.filter(_ -> isDemo).ifPresent(each -> terminal.report(demoLogin(each)));
        return shutdown.await();
    }

    private void prepare() {
        new Preparation(database(), terminal, reason -> {
                    throw new OperationException(reason + " To replace it: cruddur db schema-load");
                })
                .complete();
    }

    private LocalPool open(PoolSecret secret, Mail mail) {
        return secret.open(new PoolDatabase(database().url()), mail, isDemo);
    }

    /// The database, for statements that change it before the server starts.
    private DatabaseAdmin database() {
        DatabaseAdmin database = new DatabaseAdmin(target.url(settings));
        target.requireChangeable(database.mark(), database.url());
        return database;
    }

    private Config config(Config own, Optional<LocalPool> pool) {
        Config config = pool.isPresent()
                ? own.believing(LocalPool.sharedAt(own.listener().address()))
                : own;
        return isDemo ? config.orOperatedBy(DEMO) : config;
    }

    /// How to sign in as a person of the seed world.
    static String demoLogin(PoolSecret secret) {
        return "  Sign in:   ada@example.com, password " + secret.seedPassword();
    }

    /// @param admission as [Service#start] takes it
    static void start(
            Config config, Optional<LocalPool> pool, Consumer<Optional<String>> admission, Shutdown shutdown) {
        LogFormatter.install();
        try {
            shutdown.alsoStop(Service.start(config, pool, admission)::close);
        } catch (IOException e) {
            Listener listener = config.listener();
            throw new OperationException(
                    "Cannot listen on %s:%d (%s). If another program has this port, set PORT to another one, like PORT=%d."
                            .formatted(listener.host(), listener.port(), e.getMessage(), listener.port() + 1),
                    e);
        }
    }
}
