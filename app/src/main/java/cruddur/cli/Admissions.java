package cruddur.cli;

import cruddur.cli.common.Terminal;
import cruddur.reconciliation.Member;
import cruddur.reconciliation.Reconciliation.Witness;

/// Prints the result for each missing person, and counts.
final class Admissions implements Witness {

    private final Terminal terminal;
    private int admitted;
    private int refused;

    Admissions(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void admitted(Member member, String handle) {
        admitted++;
        String wanted = member.wantedHandle().map(Terminal::escaped).orElse("");
        terminal.print("created @"
                + handle
                + (handle.equalsIgnoreCase(wanted) ? "" : ", wanted " + (wanted.isEmpty() ? "none" : "@" + wanted)));
    }

    @Override
    public void refused(Member member, String why) {
        refused++;
        terminal.report(
                "Cruddur: no row for " + Terminal.escaped(member.cognitoUserId()) + ": " + Terminal.escaped(why));
    }

    int refused() {
        return refused;
    }

    String summary() {
        return "Cruddur: rows created: %d, failed: %d.".formatted(admitted, refused);
    }
}
