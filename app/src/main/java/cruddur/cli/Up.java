package cruddur.cli;

import cruddur.Config;
import cruddur.administration.DatabaseAdmin;
import cruddur.administration.PoolDatabase;
import cruddur.administration.ServerRoles;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Home;
import cruddur.cli.common.Shutdown;
import cruddur.cli.common.Terminal;
import cruddur.embedded.DataFolder;
import cruddur.embedded.EmbeddedPostgres;
import cruddur.embedded.PostgresArchive;
import cruddur.embedded.PostgresWatch;
import cruddur.localcognito.LocalPool;
import cruddur.localcognito.Passwords;
import cruddur.operations.OperationException;
import cruddur.settings.Settings;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.ServerRole;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// `cruddur up`: database, schema, seed, user pool and server, on this machine.
record Up(Settings settings, Terminal terminal, boolean startOver, boolean confirmed) {

    private static final String DEMO_PASSWORD = "demo-password";
    private static final String SERVER_PASSWORD = "server-password";

    int run() {
        DataFolder folder = Home.folder(settings);
        if (folder.lock(Home.COMMAND).isEmpty()) {
            throw new OperationException(Home.inUse(folder));
        }
        Shutdown shutdown = new Shutdown();
        EmbeddedPostgres postgres = EmbeddedPostgres.in(folder, PostgresArchive.bundled());
        shutdown.alsoStop(postgres::stop);
        postgres.start(Map.of(), terminal::step);
        new PostgresWatch(postgres, terminal::step).begin(failure -> {
            terminal.report("Cruddur: " + failure.getMessage());
            shutdown.end(ExitCode.FAILED);
        });
        if (!prepared(new DatabaseAdmin(postgres.url(Home.DATABASE)))) {
            return ExitCode.NOT_CONFIRMED;
        }
        serve(folder, postgres, shutdown);
        return shutdown.await();
    }

    /// Prepares the database, the first time or after its data was deleted.
    private boolean prepared(DatabaseAdmin database) {
        if (!database.exists()) {
            database.create();
        }
        return new Preparation(database, terminal, this::mayStartOver).complete();
    }

    private boolean mayStartOver(String reason) {
        terminal.report(reason);
        boolean may = (startOver && confirmed) || terminal.confirms("Delete it and start over?");
        if (!may) {
            terminal.report("Nothing was changed. To delete the data and start over: cruddur up --start-over --yes");
        }
        return may;
    }

    private void serve(DataFolder folder, EmbeddedPostgres postgres, Shutdown shutdown) {
        ConnectionUrl owner = postgres.url(Home.DATABASE);
        Optional<String> password = Optional.of(folder.secret(SERVER_PASSWORD, Passwords::randomText));
        Config own = Config.from(settings, owner.withLogin(ServerRole.WRITE.toString(), password), Optional.empty());
        URI address = own.listener().address();
        Optional<PoolSecret> secret = own.pool().isPresent() ? Optional.empty() : Optional.of(PoolSecret.in(folder));
        Optional<LocalPool> pool = secret.map(each -> pool(each, folder, owner));
        Config config =
                pool.isPresent() ? own.believing(LocalPool.seenAt(address)).orOperatedBy(Serving.DEMO) : own;
        new ServerRoles(owner).create(password);
        Serving.start(config, pool, _ -> {}, shutdown);
        folder.write("address", address.toString());
        terminal.report("Cruddur is at " + address, "");
        secret.map(Serving::demoLogin).ifPresent(terminal::report);
        terminal.report("""
                  Database:  bin/db-connect, or PGPASSWORD=$(cat '%s') psql -h 127.0.0.1 -p %d -U postgres cruddur
                  Stop:      Ctrl-C\
                """.formatted(folder.path().resolve("password"), owner.port()));
    }

    private LocalPool pool(PoolSecret secret, DataFolder folder, ConnectionUrl owner) {
        LocalPool pool = secret.open(new PoolDatabase(owner), new PoolMail(settings, terminal).ofUp(), true);
        folder.write(DEMO_PASSWORD, secret.seedPassword());
        return pool;
    }
}
