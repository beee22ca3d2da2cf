package cruddur.cli.db;

import cruddur.cli.common.CommandGroup;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Target;
import cruddur.cli.common.Terminal;
import cruddur.cli.rds.SnapshotReading;
import cruddur.operations.Databases;
import cruddur.operations.Sessions;
import cruddur.operations.Status;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `cruddur db`: what an operator does to a database.
@Command(
        name = "db",
        description = "Make, fill, look into and drop the databases of dev and prod.",
        synopsisSubcommandLabel = "COMMAND",
        addMethodSubcommands = false,
        footer = {
            "",
            "The database of dev is the one at CONNECTION_URL; without that, the one of cruddur up, which is started if it does not run. That of prod is at PROD_CONNECTION_URL.",
            "",
            "Example: cruddur db setup && cruddur db connect"
        })
public final class DbCommand implements CommandGroup {

    private final Map<String, String> environment;
    private final Terminal terminal;

    public DbCommand(Map<String, String> environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public List<Object> classes() {
        return List.of(
                new ConnectCommand(environment, terminal),
                new DumpCommand(environment, terminal),
                new ExplainCommand(environment, terminal));
    }

    @Command(
            name = "create",
            description = "Make the database, empty.",
            footer = {"", "Example: cruddur db create"})
    int create(@Mixin TargetOption target) {
        Databases database = at(target, "create").findOrMake();
        database.create();
        terminal.say("Cruddur: made the database " + database.url().database() + ".");
        return ExitCode.DONE;
    }

    @Command(
            name = "drop",
            description = "Drop the database, with all that is in it.",
            footer = {
                "",
                "Whoever is connected is in the way, and is named; --force ends those sessions first.",
                "",
                "Example: cruddur db drop --force --yes"
            })
    int drop(
            @Mixin TargetOption target,
            @Option(names = "--force", description = "End the sessions that are in the way.")
                    boolean force,
            @Mixin Assent assent) {
        return changes(target, "drop", assent).drop(force);
    }

    @Command(
            name = "schema-load",
            description = "Load db/schema.sql, which replaces the tables.",
            footer = {
                "",
                "It says first which rows would be lost. A database without a mark is marked as the target's. Should a statement fail, everything is as before.",
                "",
                "Example: cruddur db schema-load prod --confirm cruddur"
            })
    int schemaLoad(@Mixin TargetOption target, @Mixin Assent assent) {
        return changes(target, "schema-load", assent).loadSchema();
    }

    @Command(
            name = "seed",
            description = "Add the small world of db/seed.sql to the tables.",
            footer = {
                "",
                "Doing it again adds only what is missing.",
                "",
                "Example: cruddur db seed"
            })
    int seed(@Mixin TargetOption target, @Mixin Assent assent) {
        return changes(target, "seed", assent).seed();
    }

    @Command(
            name = "setup",
            description = "Drop, create, schema-load and seed, in dev alone.",
            footer = {
                "",
                "It asks once, and stops at the first failure.",
                "",
                "Example: cruddur db setup --yes"
            })
    int setup(@Mixin TargetOption target, @Mixin Assent assent) {
        if (target.target() == Target.PROD) {
            throw new IllegalArgumentException(
                    "setup would drop the database of prod. A new one is made with: cruddur db create prod, and then cruddur db schema-load prod");
        }
        TargetDatabase place = at(target, "setup");
        return new DbChanges(terminal, place.findOrMake(), guard(target, assent)).setup();
    }

    @Command(
            name = "mark",
            description = "Say whose database this is; the other target then refuses it.",
            footer = {
                "",
                "To production, and from it, the database's name has to be typed.",
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
            description = "Show who is connected, and who is in the way of a drop.",
            footer = {"", "Example: cruddur db sessions prod --json"})
    int sessions(
            @Mixin TargetOption target,
            @Option(names = "--json", description = "Write a JSON array, for programs.")
                    boolean json) {
        Databases database = at(target, "sessions").find();
        Sessions sessions = database.sessions();
        target.target().mayRead(sessions.mark(), database.url());
        terminal.print(
                json ? SessionTable.asJson(sessions.all()) : SessionTable.written(sessions.all()));
        return ExitCode.DONE;
    }

    @Command(
            name = "kill",
            description = "End the sessions of everybody else in the database.",
            footer = {"", "Example: cruddur db kill --pid 4711"})
    int kill(
            @Mixin TargetOption target,
            @Option(names = "--pid", paramLabel = "PROCESS_ID", description = "End this one alone.")
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
                            description = "For how long; 60 unless given.")
                    int seconds) {
        Databases database = at(target, "wait").find();
        TargetDatabase.await(database, Duration.ofSeconds(seconds), terminal);
        if (database.exists()) {
            target.target().mayRead(database.mark(), database.url());
        }
        terminal.say("Cruddur: " + TargetDatabase.server(database.url()) + " answers.");
        return ExitCode.DONE;
    }

    @Command(
            name = "status",
            description = "Show the server's version, the mark, the schema and the rows.",
            footer = {
                "",
                "Rows are counted; where that takes more than two seconds, PostgreSQL's estimate is shown as: about.",
                "",
                "Example: cruddur db status --json"
            })
    int status(
            @Mixin TargetOption target,
            @Option(names = "--json", description = "Write a JSON object, for programs.")
                    boolean json) {
        Databases database = at(target, "status").find();
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
                "Applies what is missing of db/migrations, each in a transaction of its own: one that fails leaves nothing half done. If somebody holds what it needs, it makes way, and tries again.",
                "",
                "Example: cruddur db migrate prod"
            })
    int migrate(@Mixin TargetOption target) {
        return migrations(target, "migrate", new Assent()).migrate();
    }

    @Command(
            name = "rollback",
            description = "Take back the newest migration.",
            footer = {
                "",
                "It shows what it would run, which is the second half of the migration's file. What is in tables and columns that go is lost.",
                "",
                "Example: cruddur db rollback prod --confirm cruddur"
            })
    int rollback(@Mixin TargetOption target, @Mixin Assent assent) {
        return migrations(target, "rollback", assent).rollBack();
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
                host -> new SnapshotReading(environment).newestAt(host));
    }

    private TargetDatabase at(TargetOption option, String verb) {
        return new TargetDatabase(option.target(), "cruddur db " + verb, environment, terminal);
    }
}
