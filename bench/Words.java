package bench;

import java.io.Console;
import java.util.Optional;

/// What the benchmark says: where it is on stderr, what came out on stdout.
///
/// @param terminal whether somebody is looking
/// @param colour whether words may have colours
record Words(boolean terminal, boolean colour) {

    private static final String START_OF_LINE = "\r\033[K";

    static Words ofThisTerminal() {
        boolean terminal =
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        return new Words(terminal, terminal && System.getenv("NO_COLOR") == null);
    }

    /// Says what happens now; in a terminal, over what happened before.
    void step(String what) {
        String line = "Cruddur: " + what + " …";
        if (terminal) {
            System.err.print(START_OF_LINE + line);
        } else {
            System.err.println(line);
        }
    }

    void report(String report) {
        clear();
        System.out.print(
                colour
                        ? report.replaceAll("\\bmet\\b", "\033[32m$0\033[0m")
                                .replaceAll("\\bmissed\\b", "\033[31m$0\033[0m")
                        : report);
    }

    /// Says why there is no report, unless it is because somebody stopped this.
    int failure(String sentence, int exitCode) {
        if (!Ending.hasBegun()) {
            clear();
            System.err.println("Cruddur: " + sentence);
        }
        return exitCode;
    }

    /// Takes away the line that says what happens now.
    void clear() {
        if (terminal) {
            System.err.print(START_OF_LINE);
        }
    }
}
