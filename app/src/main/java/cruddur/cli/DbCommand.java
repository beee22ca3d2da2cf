package cruddur.cli;

import cruddur.operations.Databases;
import cruddur.operations.Impact;
import cruddur.operations.Migrations;
import cruddur.operations.Session;
import cruddur.sql.Migration;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// `cruddur db`: what an operator does to a database.
@Command(
        name = "db",
        description = "Make, fill, look into and drop the databases of dev and prod.",
        synopsisSubcommandLabel = "COMMAND")
final class DbCommand {

    private final Map<String, String> environment;
    private final Terminal terminal;

    DbCommand(Map<String, String> environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Command(
            name = "create",
            description = "Make the database, empty.",
            footer = {"", "Example: cruddur db create"})
    int create(@Mixin TargetOption target) {
        Databases database = at(target, "create").findOrMake();
        database.create();
        terminal.say("Cruddur: made the database " + database.url().database() + ".");
        return CruddurCommand.DONE;
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
        Databases database = at(target, "drop").find();
        return database.exists()
                ? drop(database, new Guard(terminal, target.target(), assent), force)
                : nothingToDrop(database);
    }

    private int nothingToDrop(Databases database) {
        terminal.say("Cruddur: there is no database " + database.url().database() + ".");
        return CruddurCommand.DONE;
    }

    private int drop(Databases database, Guard guard, boolean force) {
        Impact impact = guard.impactOn(database);
        List<Session> blocking = impact.blocking();
        return blocking.isEmpty() || force
                ? guard.pass("Drop the database", impact, true, () -> dropped(database, blocking))
                : blocked(blocking);
    }

    private int dropped(Databases database, List<Session> blocking) {
        database.end(blocking);
        database.drop();
        terminal.say("Cruddur: dropped the database " + database.url().database() + ".");
        return CruddurCommand.DONE;
    }

    private int blocked(List<Session> blocking) {
        terminal.say(SessionTable.of(blocking));
        terminal.say(
                "Cruddur: nothing was changed. These sessions are in the way; close them, or end them and drop with: --force");
        return CruddurCommand.FAILED;
    }

    @Command(
            name = "migrate",
            description = "Bring the schema of the database up to this version of Cruddur.",
            footer = {
                "",
                "Applies what is missing of db/migrations, each in a transaction of its own: one that fails leaves nothing half done. It never makes others wait for long; if they are in the way, it tries again.",
                "",
                "Example: cruddur db migrate prod"
            })
    int migrate(@Mixin TargetOption target) {
        Databases database = markedAs(target, "migrate");
        Migrations migrations = new Migrations(database.url());
        List<Migration> applied = migrations.migrate(terminal::step);
        database.markFirst(target.target().mark());
        terminal.say(
                applied.isEmpty()
                        ? "Cruddur: the schema is up to date; there was nothing to do."
                        : "Cruddur: the schema is up to date. Applied: " + named(applied));
        return CruddurCommand.DONE;
    }

    private static String named(List<Migration> migrations) {
        return migrations.stream().map(Migration::toString).collect(Collectors.joining(", "));
    }

    @Command(
            name = "rollback",
            description = "Take back the newest migration of the database.",
            footer = {
                "",
                "Shows what it would run, which is the part of the migration's file after -- migrate:down. What is in tables and columns that go is lost.",
                "",
                "Example: cruddur db rollback prod --confirm cruddur"
            })
    int rollback(@Mixin TargetOption target, @Mixin Assent assent) {
        Databases database = markedAs(target, "rollback");
        Migrations migrations = new Migrations(database.url());
        Migration newest = migrations.newest();
        Guard guard = new Guard(terminal, target.target(), assent);
        Impact impact = guard.impactOn(database);
        terminal.print(newest.down().orElseThrow().text());
        return guard.pass(
                "Roll back " + newest, impact, true, () -> rolledBack(migrations, newest));
    }

    private int rolledBack(Migrations migrations, Migration newest) {
        migrations.rollBack(newest, terminal::step);
        terminal.say("Cruddur: rolled back " + newest + ".");
        return CruddurCommand.DONE;
    }

    /// The database, unless it says that it is the other target's.
    private Databases markedAs(TargetOption option, String verb) {
        Databases database = at(option, verb).find();
        option.target().mustBe(database.mark(), database.url());
        return database;
    }

    private TargetDatabase at(TargetOption option, String verb) {
        return new TargetDatabase(option.target(), "cruddur db " + verb, environment, terminal);
    }
}
