package cruddur.cli;

import cruddur.operations.Databases;
import cruddur.operations.Impact;
import cruddur.operations.Session;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.Map;

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

    private TargetDatabase at(TargetOption option, String verb) {
        return new TargetDatabase(option.target(), "cruddur db " + verb, environment, terminal);
    }
}
