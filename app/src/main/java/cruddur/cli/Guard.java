package cruddur.cli;

import cruddur.operations.Databases;
import cruddur.operations.Impact;
import cruddur.operations.Session;
import cruddur.operations.TableRows;

import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/// What stands before an act that cannot be undone: it shows whom and what the act would hit, and
/// has the operator say that this is meant. Nothing in the environment opens it.
///
/// @param target through which the database was reached
record Guard(Terminal terminal, Target target, Assent assent) {

    /// Looks at what there is.
    ///
    /// @throws cruddur.operations.OperationException if the database is marked as the other
    ///   target's
    Impact impactOn(Databases database) {
        Impact impact =
                terminal.during("counting rows", () -> Impact.on(database, Guard::newestSnapshot));
        target.mustBe(impact.mark(), impact.url());
        return impact;
    }

    /// Shows it, and acts if that is meant. Where nothing would be lost in dev, nobody is asked.
    ///
    /// @param what for example `Drop the database`
    /// @return the act's exit code, or the one that says that it was not confirmed
    int pass(String what, Impact impact, boolean loses, IntSupplier act) {
        if (assent.dryRun) {
            terminal.print(written(impact));
            return CruddurCommand.DONE;
        }
        terminal.say(written(impact));
        return isMeant(what, impact, loses) ? act.getAsInt() : CruddurCommand.NOT_CONFIRMED;
    }

    private boolean isMeant(String what, Impact impact, boolean loses) {
        boolean guarded = target == Target.PROD;
        boolean unasked = !guarded && !loses;
        return new Confirmation(
                        terminal,
                        guarded,
                        impact.url().database(),
                        assent.yes || unasked,
                        assent.name)
                .isGiven(what + " in " + target);
    }

    private String written(Impact impact) {
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
                        impact.mark().map(Object::toString).orElse("none"),
                        rows(impact.tables()),
                        sessions(impact.blocking()),
                        impact.newestSnapshot().map(known -> "\n  snapshot  " + known).orElse(""));
    }

    private static String rows(List<TableRows> tables) {
        return tables.isEmpty()
                ? "there are no tables"
                : tables.stream()
                        .map(table -> table.name() + " " + count(table))
                        .collect(Collectors.joining(", "));
    }

    static String count(TableRows table) {
        return (table.exact() ? "" : "about ") + table.rows();
    }

    private static String sessions(List<Session> sessions) {
        return sessions.isEmpty()
                ? "nobody else is connected"
                : sessions.size()
                        + ", of "
                        + sessions.stream()
                                .map(Session::user)
                                .distinct()
                                .collect(Collectors.joining(", "));
    }

    /// Who asks Amazon for it stands in a class of its own.
    private static String newestSnapshot(String host) {
        return "not known; nothing asked AWS about " + host;
    }
}
