package cruddur.cli.db;

import cruddur.cli.common.Confirmation;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Target;
import cruddur.cli.common.Terminal;
import cruddur.operations.Databases;
import cruddur.operations.Impact;
import cruddur.operations.Mark;
import cruddur.operations.Session;
import cruddur.operations.TableRows;

import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// What stands before an act that cannot be undone: it shows whom and what the act would hit, and
/// has the operator say that this is meant. Nothing in the environment opens it.
///
/// @param target through which the database was reached
/// @param newestSnapshot says what is known about the snapshots of a server, by its name
record Guard(
        Terminal terminal, Target target, Assent assent, UnaryOperator<String> newestSnapshot) {

    /// What it takes for an act in dev. In production it is always the name.
    enum Proof {
        NONE,
        YES,
        NAME
    }

    /// Looks at what there is, and refuses a database that is marked as the other target's.
    Impact impactOn(Databases database) {
        Impact impact = lookAt(database);
        target.mayChange(impact.mark(), impact.url());
        return impact;
    }

    /// Looks at what there is, whatever its mark.
    Impact lookAt(Databases database) {
        return terminal.during("counting rows", () -> Impact.on(database, newestSnapshot));
    }

    /// Shows it, and acts if that is meant.
    ///
    /// @param what for example `Drop the database`
    /// @return the act's exit code, or the one that says that it was not confirmed
    int pass(String what, Impact impact, Proof dev, IntSupplier act) {
        if (assent.dryRun) {
            terminal.print(written(impact));
            return ExitCode.DONE;
        }
        Proof proof = isProduction(impact) ? Proof.NAME : dev;
        if (proof != Proof.NONE) {
            terminal.say(written(impact));
        }
        return isMeant(what, impact, proof) ? act.getAsInt() : ExitCode.NOT_CONFIRMED;
    }

    private boolean isProduction(Impact impact) {
        return target == Target.PROD || impact.mark().equals(Optional.of(Mark.PROD));
    }

    private boolean isMeant(String what, Impact impact, Proof proof) {
        boolean answered = assent.yes || proof == Proof.NONE;
        return new Confirmation(
                        terminal,
                        proof == Proof.NAME,
                        impact.url().database(),
                        answered,
                        assent.name)
                .isGiven(what + " in " + target);
    }

    private static String written(Impact impact) {
        return """
          server    %s:%d
          database  %s
          mark      %s
          rows      %s
          sessions  %s%s"""
                .formatted(
                        impact.url().host(),
                        impact.url().port(),
                        impact.url().database(),
                        impact.mark().map(Mark::toString).orElse("none"),
                        rows(impact.tables()),
                        people(impact.blocking()),
                        impact.newestSnapshot().map(known -> "\nsnapshot  " + known).orElse(""));
    }

    private static String rows(List<TableRows> tables) {
        return tables.isEmpty()
                ? "there are no tables"
                : tables.stream()
                        .map(table -> table.name() + " " + StatusText.count(table))
                        .collect(Collectors.joining(", "));
    }

    private static String people(List<Session> sessions) {
        String users =
                sessions.stream().map(Session::user).distinct().collect(Collectors.joining(", "));
        return sessions.isEmpty() ? "nobody else's" : sessions.size() + ", of " + users;
    }
}
