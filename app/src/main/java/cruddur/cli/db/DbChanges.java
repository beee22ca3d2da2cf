package cruddur.cli.db;

import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Terminal;
import cruddur.cli.db.Guard.Proof;
import cruddur.operations.Databases;
import cruddur.operations.Impact;
import cruddur.operations.Mark;
import cruddur.operations.OperationException;
import cruddur.operations.Session;

import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/// What is done to a database once the [Guard] lets it pass.
record DbChanges(Terminal terminal, Databases database, Guard guard) {

    int drop(boolean force) {
        return database.exists()
                ? dropExisting("Drop the database", force, this::done)
                : nothingToDrop();
    }

    private int nothingToDrop() {
        return done("there is no database " + name() + ".");
    }

    private int done() {
        return done("dropped the database " + name() + ".");
    }

    /// @param then what follows the drop, and is confirmed by the same answer
    private int dropExisting(String what, boolean force, IntSupplier then) {
        Impact impact = guard.impactOn(database);
        List<Session> blocking = impact.blocking();
        if (!blocking.isEmpty() && !force) {
            return blocked(blocking);
        }
        return guard.pass(
                what,
                impact,
                proof(impact),
                () -> {
                    database.end(blocking);
                    database.drop();
                    return then.getAsInt();
                });
    }

    private int blocked(List<Session> blocking) {
        terminal.say(SessionTable.written(blocking));
        terminal.say(
                "Cruddur: nothing was changed, because these sessions are in the way. Close them, or have them ended: cruddur db drop --force");
        return ExitCode.FAILED;
    }

    int loadSchema() {
        Impact impact = guard.impactOn(database);
        return guard.pass(
                "Replace the tables, and lose these rows,",
                impact,
                proof(impact),
                () -> {
                    database.load(guard.target().mark(), false);
                    return done("loaded db/schema.sql.");
                });
    }

    /// Nobody needs to be asked about losing nothing.
    private static Proof proof(Impact impact) {
        return impact.rows() > 0 ? Proof.YES : Proof.NONE;
    }

    int seed() {
        return guard.pass(
                "Add the seed world",
                guard.impactOn(database),
                Proof.NONE,
                () -> {
                    database.seed();
                    return done("loaded db/seed.sql.");
                });
    }

    int setup() {
        return database.exists()
                ? dropExisting("Drop the database and make it anew", false, this::make)
                : make();
    }

    private int make() {
        terminal.step("making the database");
        database.create();
        terminal.step("loading the schema and the seed world");
        database.load(guard.target().mark(), true);
        return done("the database " + name() + " is ready.");
    }

    /// @param processId of the only one to end; empty for all of the database
    int kill(Optional<Integer> processId) {
        Impact impact = guard.impactOn(database);
        List<Session> meant =
                impact.blocking().stream()
                        .filter(
                                session ->
                                        processId.isEmpty()
                                                || session.processId() == processId.get())
                        .toList();
        processId.filter(_ -> meant.isEmpty()).ifPresent(this::refuseUnknown);
        return meant.isEmpty()
                ? done("nobody else is connected to " + name() + ".")
                : guard.pass("End these sessions", impact, Proof.NONE, () -> end(meant));
    }

    private void refuseUnknown(int processId) {
        throw new OperationException(
                "There is no session %d in %s. Those there are: cruddur db sessions"
                        .formatted(processId, name()));
    }

    private int end(List<Session> sessions) {
        terminal.say(SessionTable.written(sessions));
        return done("sessions ended: " + database.end(sessions).size() + ".");
    }

    /// Allowed whatever the present mark is: it is the way out when that is wrong.
    int mark(Mark mark) {
        Impact impact = guard.lookAt(database);
        return guard.pass(
                "Mark the database " + mark,
                impact,
                mark == Mark.PROD ? Proof.NAME : Proof.NONE,
                () -> {
                    database.mark(mark);
                    return done("the database " + name() + " is marked " + mark + ".");
                });
    }

    private int done(String words) {
        terminal.say("Cruddur: " + words);
        return ExitCode.DONE;
    }

    private String name() {
        return database.url().database();
    }
}
