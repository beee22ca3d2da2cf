package bench;

import java.io.Console;
import java.util.Optional;

/// The output of the benchmark: progress on stderr, the report on stdout.
///
/// @param terminal whether stderr is a terminal
/// @param colour whether the output may have colours
record Words(boolean terminal, boolean colour) {

    private static final String START_OF_LINE = "\r\033[K";

    static Words ofThisTerminal() {
        boolean terminal = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        return new Words(terminal, terminal && System.getenv("NO_COLOR") == null);
    }

    /// Prints the present step; in a terminal, over the previous one.
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

    /// Prints why there is no report, unless the operator stopped this process.
    int failure(String sentence, int exitCode) {
        if (!Ending.hasBegun()) {
            clear();
            System.err.println("Cruddur: " + sentence);
        }
        return exitCode;
    }

    /// Removes the line with the present step.
    void clear() {
        if (terminal) {
            System.err.print(START_OF_LINE);
        }
    }
}
