package cruddur.cli.db;

import cruddur.administration.DatabaseAdmin;
import cruddur.administration.DatabaseSessions;
import cruddur.administration.ServerRoles;
import cruddur.administration.Status;
import cruddur.cli.common.CommandGroup;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Target;
import cruddur.cli.common.Terminal;
import cruddur.cli.rds.SnapshotLookup;
import cruddur.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `cruddur db`: the operator's commands for a database.
@Command(
        name = "db",
        description = "Create, load, inspect and drop the databases of dev and prod.",
        synopsisSubcommandLabel = "COMMAND",
        addMethodSubcommands = false,
        footer = {
            "",
            "The database of dev is at CONNECTION_URL. If that is not set, it is the embedded one of cruddur up, which is started if it is not running. The database of prod is at PROD_CONNECTION_URL.",
            "",
            "Example: cruddur db setup && cruddur db connect"
        })
public final class DbCommand implements CommandGroup {

    private final Settings settings;
    private final Terminal terminal;

    public DbCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public List<Object> classes() {
        return List.of(
                new ConnectCommand(settings, terminal),
                new DumpCommand(settings, terminal),
                new ExplainCommand(settings, terminal));
    }

    @Command(
            name = "create",
            description = "Create an empty database.",
            footer = {"", "Example: cruddur db create"})
    int create(@Mixin TargetOption target) {
        DatabaseAdmin database = at(target, "create").findOrCreate();
        database.create();
        terminal.report("Cruddur: created the database " + database.url().database() + ".");
        return ExitCode.DONE;
    }

    @Command(
            name = "drop",
            description = "Drop the database and all its data.",
            footer = {
                "",
                "Sessions in the database block the drop and are listed; --force ends them first.",
                "",
                "Example: cruddur db drop --force --yes"
            })
    int drop(
            @Mixin TargetOption target,
            @Option(names = "--force", description = "End the blocking sessions.") boolean force,
            @Mixin Assent assent) {
        return changes(target, "drop", assent).drop(force);
    }

    @Command(
            name = "schema-load",
            description = "Load db/schema.sql, which replaces the tables.",
            footer = {
                "",
                "It shows first which rows would be lost. A database without a mark gets the target's mark. If a statement fails, nothing is changed.",
                "",
                "Example: cruddur db schema-load prod --confirm cruddur"
            })
    int schemaLoad(@Mixin TargetOption target, @Mixin Assent assent) {
        return changes(target, "schema-load", assent).loadSchema();
    }

    @Command(
            name = "seed",
            description = "Add the sample data of db/seed.sql to the tables.",
            footer = {"", "Running it again adds only missing rows.", "", "Example: cruddur db seed"})
    int seed(@Mixin TargetOption target, @Mixin Assent assent) {
        return changes(target, "seed", assent).seed();
    }

    @Command(
            name = "setup",
            description = "Drop, create, schema-load and seed, only in dev.",
            footer = {"", "It asks once, and stops at the first failure.", "", "Example: cruddur db setup --yes"})
    int setup(@Mixin TargetOption target, @Mixin Assent assent) {
        if (target.target() == Target.PROD) {
            throw new IllegalArgumentException(
                    "setup would drop the database of prod. To create a new one: cruddur db create prod, then cruddur db schema-load prod");
        }
        TargetDatabase place = at(target, "setup");
        return new DbChanges(terminal, place.findOrCreate(), guard(target, assent)).setup();
    }

    @Command(
            name = "mark",
            description = "Set the environment mark; the other target then refuses the database.",
            footer = {
                "",
                "To or from prod, the database's name must be typed.",
                "",
                "Example: cruddur db mark dev    for a copy of production"
            })
    int mark(
            @Parameters(paramLabel = "MARK", index = "0", description = "dev or prod.") String mark,
            @Mixin TargetOption target,
            @Mixin Assent assent) {
        return changes(target, "mark", assent).mark(Target.named(mark).mark());
    }

    @Command(
            name = "sessions",
            description = "List the sessions, and which of them block a drop.",
            footer = {"", "Example: cruddur db sessions prod --json"})
    int sessions(
            @Mixin TargetOption target,
            @Option(names = "--json", description = "Write a JSON array, for programs.") boolean json) {
        DatabaseAdmin database = at(target, "sessions").find();
        DatabaseSessions sessions = database.sessions();
        target.target().requireReadable(sessions.mark(), database.url());
        terminal.print(json ? SessionTable.asJson(sessions.all()) : SessionTable.written(sessions.all()));
        return ExitCode.DONE;
    }

    @Command(
            name = "kill",
            description = "End all other sessions in the database.",
            footer = {"", "Example: cruddur db kill --pid 4711"})
    int kill(
            @Mixin TargetOption target,
            @Option(names = "--pid", paramLabel = "PROCESS_ID", description = "End only this session.")
                    Optional<Integer> processId,
            @Mixin Assent assent) {
        return changes(target, "kill", assent).kill(processId);
    }

    @Command(
            name = "wait",
            description = "Wait until the server answers.",
            footer = {"", "Example: cruddur db wait prod --timeout 300"})
    int waitUntilAnswering(
            @Mixin TargetOption target,
            @Option(
                            names = "--timeout",
                            paramLabel = "SECONDS",
                            defaultValue = "60",
                            description = "Seconds to wait (60).")
                    int seconds) {
        DatabaseAdmin database = at(target, "wait").find();
        TargetDatabase.await(database, Duration.ofSeconds(seconds), terminal);
        if (database.exists()) {
            target.target().requireReadable(database.mark(), database.url());
        }
        terminal.report("Cruddur: " + TargetDatabase.server(database.url()) + " answers.");
        return ExitCode.DONE;
    }

    @Command(
            name = "status",
            description = "Show the server's version, the mark, the schema and the rows.",
            footer = {
                "",
                "Rows are counted. If that takes more than two seconds, PostgreSQL's estimate is shown with the word about.",
                "",
                "Example: cruddur db status --json"
            })
    int status(
            @Mixin TargetOption target,
            @Option(names = "--json", description = "Write a JSON object, for programs.") boolean json) {
        DatabaseAdmin database = at(target, "status").find();
        Status status = terminal.during("counting rows", () -> Status.of(database));
        StatusText text = new StatusText(target.target(), database.url(), status);
        terminal.print(json ? text.asJson() : text.written());
        return ExitCode.DONE;
    }

    @Command(
            name = "migrate",
            description = "Bring the schema up to this version of Cruddur.",
            footer = {
                "",
                "Applies the missing migrations of db/migrations, each in its own transaction. If another session holds a lock that a migration needs, it gives way and tries again.",
                "",
                "Example: cruddur db migrate prod"
            })
    int migrate(@Mixin TargetOption target) {
        return migrations(target, "migrate", new Assent()).migrate();
    }

    @Command(
            name = "rollback",
            description = "Roll back the newest migration.",
            footer = {
                "",
                "It shows the SQL first, which is the second half of the migration's file. Data in removed tables and columns is lost.",
                "",
                "Example: cruddur db rollback prod --confirm cruddur"
            })
    int rollback(@Mixin TargetOption target, @Mixin Assent assent) {
        return migrations(target, "rollback", assent).rollBack();
    }

    @Command(
            name = "roles",
            description = "Create the roles that the server connects as.",
            footer = {
                "",
                "cruddur_read and cruddur_write can read and change rows, but not tables, and have the settings that the server's sessions need. Existing roles get their rights and settings again. Both have the same password, which is typed or comes from stdin; without one, it stays as it is.",
                "",
                "Example: pwgen 32 1 | cruddur db roles prod --password-stdin"
            })
    int roles(
            @Mixin TargetOption target,
            @Option(names = "--password-stdin", description = "Read the password from stdin, one line.")
                    boolean stdin) {
        if (target.target().isEmbedded(settings)) {
            throw new IllegalArgumentException(
                    "cruddur up makes the roles of the embedded database itself, and their password at each start. To make roles elsewhere, set CONNECTION_URL, or name the target prod.");
        }
        DatabaseAdmin database = at(target, "roles").toChange();
        Optional<String> password = stdin
                ? Optional.of(firstLine())
                : terminal.secret("Password of cruddur_read and cruddur_write (empty: leave it as it is): ");
        return new DbRoles(terminal, new ServerRoles(database.url())).create(password);
    }

    private static String firstLine() {
        Scanner input = new Scanner(System.in, StandardCharsets.UTF_8);
        if (!input.hasNextLine()) {
            throw new IllegalArgumentException("There is no password on stdin.");
        }
        return input.nextLine();
    }

    private DbMigrations migrations(TargetOption target, String verb, Assent assent) {
        return new DbMigrations(terminal, at(target, verb).find(), guard(target, assent));
    }

    private DbChanges changes(TargetOption target, String verb, Assent assent) {
        return new DbChanges(terminal, at(target, verb).find(), guard(target, assent));
    }

    private Guard guard(TargetOption target, Assent assent) {
        return new Guard(
                terminal,
                target.target(),
                assent,
                new ProductionCheck(target.target(), settings, terminal),
                host -> new SnapshotLookup(settings).newestAt(host));
    }

    private TargetDatabase at(TargetOption option, String verb) {
        return new TargetDatabase(option.target(), "cruddur db " + verb, settings, terminal);
    }
}
