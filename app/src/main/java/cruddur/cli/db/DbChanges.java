package cruddur.cli.db;

import cruddur.administration.DatabaseAdmin;
import cruddur.administration.DatabaseSession;
import cruddur.administration.Impact;
import cruddur.administration.Mark;
import cruddur.administration.UnchangedMark;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Terminal;
import cruddur.cli.db.Guard.Proof;
import cruddur.operations.OperationException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/// The changes of a database, each after confirmation by the [Guard].
record DbChanges(Terminal terminal, DatabaseAdmin database, Guard guard) {

    int drop(boolean force) {
        return drop(
                "Drop the database",
                force,
                () -> done("there is no database " + name() + "."),
                () -> done("dropped the database " + name() + "."));
    }

    int setup() {
        return drop("Drop the database and create it again", false, this::create, this::create);
    }

    /// @param missing runs if there is no database
    /// @param then runs after the drop, under the same confirmation
    private int drop(String what, boolean force, IntSupplier missing, IntSupplier then) {
        return switch (database.state()) {
            case MISSING -> missing.getAsInt();
            case USABLE -> dropUsable(what, force, then);
            case INVALID -> dropUnread(what, Proof.YES, then);
            case CLOSED -> dropUnread(what, Proof.NAME, then);
        };
    }

    /// Drops a database that accepts no connections, because a drop was interrupted or it was closed on purpose.
    ///
    /// @param proof the name, if no row was lost yet
    private int dropUnread(String what, Proof proof, IntSupplier then) {
        terminal.report("Cruddur: the database " + name() + " accepts no connections"
                + (proof == Proof.NAME ? "." : ": a drop of it was interrupted."));
        return guard.pass(what, Impact.unread(database.url()), proof, () -> {
            database.dropUnread();
            return then.getAsInt();
        });
    }

    private int dropUsable(String what, boolean force, IntSupplier then) {
        Impact impact = guard.impactOn(database);
        List<DatabaseSession> blocking = impact.blocking();
        if (!blocking.isEmpty() && !force) {
            return blocked(blocking);
        }
        return guard.pass(what, impact, proof(impact), () -> {
            if (!blocking.isEmpty()) {
                database.end(blocking, unchanged(impact));
            }
            database.drop(unchanged(impact));
            return then.getAsInt();
        });
    }

    private int blocked(List<DatabaseSession> blocking) {
        terminal.report(SessionTable.written(blocking));
        terminal.report(
                "Cruddur: nothing was changed, because these sessions block the drop. Close them, or end them with: cruddur db drop --force");
        return ExitCode.FAILED;
    }

    int loadSchema() {
        Impact impact = guard.impactOn(database);
        return guard.pass("Replace the tables and lose these rows", impact, proof(impact), () -> {
            database.load(guard.target().mark(), false, unchanged(impact).locked());
            return done("loaded db/schema.sql.");
        });
    }

    /// Without rows there is nothing to confirm.
    private static Proof proof(Impact impact) {
        return impact.rows() > 0 ? Proof.YES : Proof.NONE;
    }

    int seed() {
        Impact impact = guard.impactOn(database);
        return guard.pass("Add the seed world", impact, Proof.NONE, () -> {
            database.seed(unchanged(impact));
            return done("loaded db/seed.sql.");
        });
    }

    private int create() {
        terminal.step("creating the database");
        database.create();
        terminal.step("loading the schema and the seed world");
        database.load(guard.target().mark(), true);
        return done("the database " + name() + " is ready.");
    }

    /// @param processId the session to end; empty for all sessions of the database
    int kill(Optional<Integer> processId) {
        Impact impact = guard.impactOn(database);
        List<DatabaseSession> meant = impact.blocking().stream()
                .filter(session -> processId.isEmpty() || session.processId() == processId.get())
                .toList();
        processId.filter(_ -> meant.isEmpty()).ifPresent(this::refuseUnknown);
        return meant.isEmpty()
                ? done("there are no other sessions in " + name() + ".")
                : guard.pass("End these sessions", impact, Proof.NONE, () -> end(meant, impact));
    }

    private void refuseUnknown(int processId) {
        throw new OperationException(
                "There is no session %d in %s. To list the sessions: cruddur db sessions".formatted(processId, name()));
    }

    private int end(List<DatabaseSession> sessions, Impact impact) {
        terminal.report(SessionTable.written(sessions));
        return done(
                "sessions ended: " + database.end(sessions, unchanged(impact)).size() + ".");
    }

    /// Allowed with any mark, because it corrects a wrong one.
    int mark(Mark mark) {
        Impact impact = guard.readImpact(database);
        return guard.pass("Mark the database " + mark, impact, mark == Mark.PROD ? Proof.NAME : Proof.NONE, () -> {
            database.mark(mark, unchanged(impact).locked());
            return done("the database " + name() + " is marked " + mark + ".");
        });
    }

    private static UnchangedMark unchanged(Impact impact) {
        return new UnchangedMark(impact.mark());
    }

    private int done(String words) {
        terminal.report("Cruddur: " + words);
        return ExitCode.DONE;
    }

    private String name() {
        return database.url().database();
    }
}
