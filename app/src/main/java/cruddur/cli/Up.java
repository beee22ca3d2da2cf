package cruddur.cli;

import cruddur.Config;
import cruddur.administration.DatabaseAdmin;
import cruddur.administration.Mark;
import cruddur.administration.ServerRoles;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Home;
import cruddur.cli.common.Shutdown;
import cruddur.cli.common.Terminal;
import cruddur.embedded.DataFolder;
import cruddur.embedded.EmbeddedPostgres;
import cruddur.embedded.PostgresArchive;
import cruddur.embedded.PostgresWatch;
import cruddur.identity.Operators;
import cruddur.localcognito.KeySet;
import cruddur.localcognito.LocalPool;
import cruddur.localcognito.Mail;
import cruddur.localcognito.Outbox;
import cruddur.localcognito.Passwords;
import cruddur.localcognito.Seal;
import cruddur.localcognito.SigningKeys;
import cruddur.localcognito.SmtpMail;
import cruddur.migrations.History;
import cruddur.migrations.Migrations;
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
    private static final String SEAL_KEY = "seal-key";
    private static final String SERVER_PASSWORD = "server-password";

    /// The terminal prints how to sign in as this person.
    private static final Operators DEMO = Operators.named("ada");

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
        Migrations migrations = new Migrations(database.url());
        History history = migrations.history();
        return switch (history.kind()) {
            case NONE -> fill(database);
            case TOO_OLD -> mayStartOver(database) && fillAnew(database);
            case BASELINE, MIGRATED -> history.isComplete() || migrate(database, migrations);
        };
    }

    private boolean migrate(DatabaseAdmin database, Migrations migrations) {
        migrations.migrate(terminal::step);
        database.markFirst(Mark.DEV);
        return true;
    }

    private boolean fill(DatabaseAdmin database) {
        terminal.step("loading the schema and the seed world");
        database.load(Mark.DEV, true);
        return true;
    }

    /// The accounts are part of the data.
    private boolean fillAnew(DatabaseAdmin database) {
        database.dropLocalCognito();
        return fill(database);
    }

    /// No migration starts from a schema that is older than the first one.
    private boolean mayStartOver(DatabaseAdmin database) {
        terminal.report(
                "This data is from an older version of Cruddur: " + database.inventory() + ". It cannot be migrated.");
        boolean may = (startOver && confirmed) || terminal.confirms("Delete it and start over?");
        if (!may) {
            terminal.report("Nothing was changed. To delete the data and start over: cruddur up --start-over --yes");
        }
        return may;
    }

    private void serve(DataFolder folder, EmbeddedPostgres postgres, Shutdown shutdown) {
        ConnectionUrl owner = postgres.url(Home.DATABASE);
        Optional<String> password = Optional.of(folder.secret(SERVER_PASSWORD, Passwords::randomText));
        Config own = Config.from(settings, owner.withLogin(ServerRole.WRITE.toString(), password));
        URI address = own.address();
        Optional<LocalPool> pool = own.pool().isPresent() ? Optional.empty() : Optional.of(pool(folder, postgres));
        Config config =
                pool.isPresent() ? own.believing(LocalPool.seenAt(address)).orOperatedBy(DEMO) : own;
        new ServerRoles(owner).create(password);
        Serving.start(config, pool, _ -> {}, shutdown);
        folder.write("address", address.toString());
        terminal.report("Cruddur is at " + address, "");
        pool.ifPresent(_ -> terminal.report("  Sign in:   ada@example.com, password " + demoPassword(folder)));
        terminal.report("""
                  Database:  bin/db-connect, or PGPASSWORD=$(cat '%s') psql -h 127.0.0.1 -p %d -U postgres cruddur
                  Stop:      Ctrl-C\
                """.formatted(folder.path().resolve("password"), owner.port()));
    }

    /// The user pool, with accounts for the people of the seed world. If the file with their password is
    /// lost, they get a new one.
    private LocalPool pool(DataFolder folder, EmbeddedPostgres postgres) {
        Seal seal = seal(folder);
        boolean isLost = folder.read(DEMO_PASSWORD).isEmpty();
        new DatabaseAdmin(postgres.url(Home.DATABASE))
                .loadLocalCognito(
                        isLost,
                        () -> Passwords.hashOf(demoPassword(folder)),
                        sub -> Passwords.verifierOf(sub, demoPassword(folder), seal));
        folder.secret(KeysCommand.FILE, () -> KeySet.generate().written());
        KeysCommand.keys(folder);
        return new LocalPool(
                new SigningKeys(folder.path().resolve(KeysCommand.FILE)), LocalPool.TOKEN_LIFETIME, mail(), seal);
    }

    private static Seal seal(DataFolder folder) {
        try {
            return Seal.of(folder.secret(SEAL_KEY, Seal::randomKey));
        } catch (IllegalArgumentException e) {
            throw new OperationException(
                    "Cannot read the user pool's key in %s. Remove that file: the next `cruddur up` makes a new key, and people who sign in by SRP sign in with their password once."
                            .formatted(folder.path().resolve(SEAL_KEY)),
                    e);
        }
    }

    private static String demoPassword(DataFolder folder) {
        return folder.secret(DEMO_PASSWORD, Passwords::randomText);
    }

    private Mail mail() {
        return settings.find("SMTP_URL")
                .<Mail>map(url -> SmtpMail.by(url, settings.get("MAIL_FROM", "cruddur@localhost")))
                .orElseGet(() -> new Outbox(terminal::report));
    }
}
