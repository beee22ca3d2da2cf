package cruddur.cli.common;

/// Whether an operator means it.
///
/// What is guarded takes its name, typed. What is added to the wrong database cannot be told from
/// what belongs there afterwards, so that a `--yes` out of habit is not enough for adding, either.
///
/// @param guarded whether only the name will do
/// @param name of what this is about, for example a database
/// @param yes whether the question was answered in advance
/// @param typed the name, if it was given in advance; may be blank
public record Confirmation(
        Terminal terminal, boolean guarded, String name, boolean yes, String typed) {

    /// Asks, unless that was answered in advance; says how to confirm if the answer is no.
    ///
    /// @param what for example `Make these rows in prod`
    public boolean isGiven(String what) {
        boolean given = typed.isEmpty() ? isAnswered(what) : typed.equals(name);
        if (!given) {
            terminal.say("Cruddur: nothing was changed. To confirm, add: " + option());
        }
        return given;
    }

    private boolean isAnswered(String what) {
        return guarded
                ? terminal.answer(what + "? Type the name " + name + " to confirm: ").equals(name)
                : yes || terminal.confirms(what + "?");
    }

    private String option() {
        return guarded ? "--confirm " + name : "--yes";
    }
}
