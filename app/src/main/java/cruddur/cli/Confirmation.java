package cruddur.cli;

import cruddur.sql.ConnectionUrl;

/// Whether an operator means it.
///
/// On prod, that takes the database's name. What is added to the wrong database cannot be told from
/// what belongs there afterwards, so that a `--yes` out of habit is not enough for adding, either.
///
/// @param yes whether the question was answered in advance
/// @param name of the database, given in advance; may be blank
record Confirmation(
        Terminal terminal, Target target, ConnectionUrl database, boolean yes, String name) {

    /// Asks, unless that was answered in advance; says how to confirm if the answer is no.
    ///
    /// @param what for example `Make these rows`
    boolean isGiven(String what) {
        boolean given = name.isEmpty() ? isAnswered(what) : name.equals(database.database());
        if (!given) {
            terminal.say("Cruddur: nothing was changed. To confirm, add: " + option());
        }
        return given;
    }

    private boolean isAnswered(String what) {
        return target == Target.PROD
                ? terminal.answer(what + " in prod? Type the database's name: ")
                        .equals(database.database())
                : yes || terminal.confirms(what + "?");
    }

    private String option() {
        return target == Target.PROD ? "--confirm " + database.database() : "--yes";
    }
}
