package cruddur.cli;

import cruddur.cli.common.Terminal;
import cruddur.operations.Member;
import cruddur.operations.Reconciliation.Witness;

/// Tells what became of each one who was missing, and counts.
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
        String wanted = member.wantedHandle().map(Terminal::harmless).orElse("");
        terminal.print(
                "made @"
                        + handle
                        + (handle.equalsIgnoreCase(wanted)
                                ? ""
                                : ", who wanted " + (wanted.isEmpty() ? "none" : "@" + wanted)));
    }

    @Override
    public void refused(Member member, String why) {
        refused++;
        terminal.say(
                "Cruddur: no row for " + Terminal.harmless(member.cognitoUserId()) + ": " + why);
    }

    int refused() {
        return refused;
    }

    String summary() {
        return "Cruddur: rows made: %d, failed: %d.".formatted(admitted, refused);
    }
}
