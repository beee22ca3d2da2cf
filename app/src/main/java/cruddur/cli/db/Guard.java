package cruddur.cli.db;

import cruddur.administration.DatabaseAdmin;
import cruddur.administration.DatabaseSession;
import cruddur.administration.Identity;
import cruddur.administration.Impact;
import cruddur.administration.Mark;
import cruddur.administration.TableRows;
import cruddur.cli.common.Confirmation;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Target;
import cruddur.cli.common.Terminal;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Guards a destructive act: shows what the act would affect, and asks the operator to confirm. No
/// environment variable can confirm.
///
/// @param target through which the database was reached
/// @param production recognises production's database if it has no mark
/// @param newestSnapshot describes the newest snapshot of a server, by its host name
record Guard(
        Terminal terminal,
        Target target,
        Assent assent,
        ProductionCheck production,
        UnaryOperator<String> newestSnapshot) {

    /// The confirmation that an act needs in dev. In production it is always the name.
    enum Proof {
        NONE,
        YES,
        NAME
    }

    /// Reads the impact, and refuses a database that has the other target's mark.
    Impact impactOn(DatabaseAdmin database) {
        Impact impact = readImpact(database);
        target.requireChangeable(impact.mark(), impact.url());
        production.refuse(impact.identity(), impact.url());
        return impact;
    }

    /// Reads the impact, with any mark.
    Impact readImpact(DatabaseAdmin database) {
        return terminal.during("counting rows", () -> Impact.on(database, production::identity, newestSnapshot));
    }

    /// Shows the impact, and acts if the operator confirms.
    ///
    /// @param what for example `Drop the database`
    /// @return the act's exit code, or [ExitCode#NOT_CONFIRMED]
    int pass(String what, Impact impact, Proof dev, IntSupplier act) {
        if (assent.dryRun) {
            terminal.print(written(impact));
            return ExitCode.DONE;
        }
        Proof proof = isProduction(impact) || isDoubtful(impact, dev) ? Proof.NAME : dev;
        if (proof != Proof.NONE) {
            terminal.report(written(impact));
        }
        return isMeant(what, impact, proof) ? act.getAsInt() : ExitCode.NOT_CONFIRMED;
    }

    private boolean isProduction(Impact impact) {
        return target == Target.PROD
                || impact.mark().equals(Optional.of(Mark.PROD))
                || impact.identity() == Identity.PRODUCTION;
    }

    /// Whether rows would be lost that may be production's.
    private static boolean isDoubtful(Impact impact, Proof dev) {
        return dev != Proof.NONE && impact.identity() == Identity.UNKNOWN;
    }

    private boolean isMeant(String what, Impact impact, Proof proof) {
        boolean answered = assent.yes || proof == Proof.NONE;
        return new Confirmation(terminal, proof == Proof.NAME, impact.url().database(), answered, assent.name)
                .isGiven(what + " in " + target);
    }

    private static String written(Impact impact) {
        return """
          server    %s:%d
          database  %s
          mark      %s
          rows      %s
          sessions  %s%s""".formatted(
                impact.url().host(),
                impact.url().port(),
                impact.url().database(),
                impact.readable()
                        ? impact.mark().map(Mark::toString).orElse(unmarked(impact.identity()))
                        : "cannot be read",
                impact.readable() ? rows(impact.tables()) : "cannot be read",
                people(impact.blocking()),
                impact.newestSnapshot().map(known -> "\nsnapshot  " + known).orElse(""));
    }

    private static String unmarked(Identity identity) {
        return switch (identity) {
            case OF_TARGET -> "none";
            case PRODUCTION -> "none, and PROD_CONNECTION_URL connects to it";
            case UNKNOWN -> "none, and PROD_CONNECTION_URL may connect to it";
        };
    }

    private static String rows(List<TableRows> tables) {
        if (tables.isEmpty()) {
            return "there are no tables";
        }
        String counts = tables.stream()
                .filter(table -> !table.exact() || table.rows() > 0)
                .map(table -> table.name() + " " + StatusText.count(table))
                .collect(Collectors.joining(", "));
        return counts.isEmpty() ? "none" : counts;
    }

    private static String people(List<DatabaseSession> sessions) {
        String users = sessions.stream().map(DatabaseSession::user).distinct().collect(Collectors.joining(", "));
        return sessions.isEmpty() ? "no others" : sessions.size() + ", of " + users;
    }
}
