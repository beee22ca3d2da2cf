package cruddur.cli;

import cruddur.Config;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Home;
import cruddur.cli.common.Shutdown;
import cruddur.cli.common.Terminal;
import cruddur.localcognito.KeySet;
import cruddur.localcognito.LocalPool;
import cruddur.localcognito.Mail;
import cruddur.localcognito.Outbox;
import cruddur.localcognito.Passwords;
import cruddur.localcognito.SigningKeys;
import cruddur.localcognito.SmtpMail;
import cruddur.operations.DataFolder;
import cruddur.operations.Databases;
import cruddur.operations.EmbeddedPostgres;
import cruddur.operations.History;
import cruddur.operations.Mark;
import cruddur.operations.Migrations;
import cruddur.operations.OperationException;
import cruddur.operations.PostgresArchive;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// `cruddur up`: database, schema, seed, user pool and server, on this machine.
record Up(
        Map<String, String> environment, Terminal terminal, boolean startOver, boolean confirmed) {

    int run() {
        DataFolder folder = Home.folder(environment);
        if (folder.lock(Home.COMMAND).isEmpty()) {
            throw new OperationException(Home.inUse(folder));
        }
        Shutdown shutdown = new Shutdown();
        EmbeddedPostgres postgres = EmbeddedPostgres.in(folder, PostgresArchive.bundled());
        shutdown.alsoStop(postgres::stop);
        postgres.start(Map.of(), terminal::step);
        if (!prepared(new Databases(postgres.url(Home.DATABASE)))) {
            return ExitCode.NOT_CONFIRMED;
        }
        serve(folder, postgres, shutdown);
        return shutdown.await();
    }

    /// Makes the database ready, the first time or after its data was given up.
    private boolean prepared(Databases database) {
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

    private boolean migrate(Databases database, Migrations migrations) {
        migrations.migrate(terminal::step);
        database.markFirst(Mark.DEV);
        return true;
    }

    private boolean fill(Databases database) {
        terminal.step("loading the schema and the seed world");
        database.load(Mark.DEV, true);
        return true;
    }

    /// Those who have accounts are among the data.
    private boolean fillAnew(Databases database) {
        database.dropLocalCognito();
        return fill(database);
    }

    /// No migration leads on from what there was before the first one.
    private boolean mayStartOver(Databases database) {
        terminal.say(
                "This data is of an older version of Cruddur: "
                        + database.inventory()
                        + ". They cannot be taken along.");
        boolean may = (startOver && confirmed) || terminal.confirms("Delete them and start over?");
        if (!may) {
            terminal.say(
                    "Nothing was changed. To delete them and start over: cruddur up --start-over --yes");
        }
        return may;
    }

    private void serve(DataFolder folder, EmbeddedPostgres postgres, Shutdown shutdown) {
        Config own = Config.from(environment, postgres.url(Home.DATABASE));
        URI address = own.address();
        Optional<LocalPool> pool =
                own.pool().isPresent() ? Optional.empty() : Optional.of(pool(folder, postgres));
        Config config = pool.isPresent() ? own.believing(LocalPool.seenAt(address)) : own;
        Serving.start(config, pool, _ -> {}, shutdown);
        folder.write("address", address.toString());
        terminal.say(terminal.strong("Cruddur is at " + address));
        pool.ifPresent(
                _ ->
                        terminal.say(
                                "  Sign in:   ada@example.com, password " + demoPassword(folder)));
        terminal.say(
                """
                  Database:  bin/db-connect, or PGPASSWORD=$(cat '%s') psql -h 127.0.0.1 -p %d -U postgres cruddur
                  Stop:      Ctrl-C\
                """
                        .formatted(
                                folder.path().resolve("password"),
                                postgres.url(Home.DATABASE).port()));
    }

    /// The user pool, with accounts for the people of the seed world.
    private LocalPool pool(DataFolder folder, EmbeddedPostgres postgres) {
        new Databases(postgres.url(Home.DATABASE))
                .loadLocalCognito(() -> Passwords.hashOf(demoPassword(folder)));
        folder.secret(KeysCommand.FILE, () -> KeySet.generate().written());
        return new LocalPool(
                new SigningKeys(folder.path().resolve(KeysCommand.FILE)),
                LocalPool.TOKEN_LIFETIME,
                mail());
    }

    private static String demoPassword(DataFolder folder) {
        return folder.secret("demo-password", Passwords::randomText);
    }

    private Mail mail() {
        return Optional.ofNullable(environment.get("SMTP_URL"))
                .<Mail>map(
                        url ->
                                SmtpMail.by(
                                        url,
                                        environment.getOrDefault("MAIL_FROM", "cruddur@localhost")))
                .orElseGet(() -> new Outbox(terminal::say));
    }
}
