package cruddur.cli.common;

/// Asks an operator to confirm.
///
/// A guarded change takes the name, typed. Rows that were added to the wrong database cannot be separated
/// from its own afterwards, so adding, too, takes more than a habitual `--yes`.
///
/// @param guarded whether only the name confirms
/// @param name of the database or instance
/// @param yes whether `--yes` was given
/// @param typed the name, if `--confirm` gave it; may be blank
public record Confirmation(Terminal terminal, boolean guarded, String name, boolean yes, String typed) {

    /// Asks, unless an option confirmed; if the answer is no, prints how to confirm.
    ///
    /// @param what for example `Add these rows in prod`
    public boolean isGiven(String what) {
        boolean given = typed.isEmpty() ? isAnswered(what) : typed.equals(name);
        if (!given) {
            terminal.report("Cruddur: nothing was changed. To confirm, add: " + option());
        }
        return given;
    }

    private boolean isAnswered(String what) {
        return guarded
                ? terminal.answer(what + "? Type the name " + name + " to confirm: ")
                        .equals(name)
                : yes || terminal.confirms(what + "?");
    }

    private String option() {
        return guarded ? "--confirm " + name : "--yes";
    }
}
