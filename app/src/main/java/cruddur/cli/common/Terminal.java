package cruddur.cli.common;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Where the command's words go, and answers come from.
///
/// @param out for results
/// @param err for words
/// @param interactive whether somebody sees the words as they come
/// @param colour whether words may have colours
public record Terminal(PrintWriter out, PrintWriter err, boolean interactive, boolean colour) {

    public static Terminal of(PrintWriter out, PrintWriter err, Map<String, String> environment) {
        boolean interactive = console().isPresent();
        return new Terminal(
                out, err, interactive, interactive && !environment.containsKey("NO_COLOR"));
    }

    private static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }

    public void say(String words) {
        err.println(words);
        err.flush();
    }

    public void print(String result) {
        out.println(result);
        out.flush();
    }

    /// What other people wrote, without what could move the cursor or turn the line around.
    public static String harmless(String text) {
        return text.replaceAll("\\p{C}", "\uFFFD");
    }

    public void step(String what) {
        say(dim("Cruddur: " + what + " …"));
    }

    /// Does something that may take a while; what takes longer than a second is told of, and on a
    /// terminal for how long.
    ///
    /// @param what for example `counting rows`
    public <T> T during(String what, Supplier<T> work) {
        try (Waiting _ = new Waiting(this, what)) {
            return work.get();
        }
    }

    /// The same for what was told of already: only on a terminal, where it says for how long.
    public <T> T meanwhile(String what, Supplier<T> work) {
        return interactive ? during(what, work) : work.get();
    }

    /// Asks, and takes only `yes` for a yes. Where nobody can be asked, the answer is no.
    public boolean confirms(String question) {
        return "yes".equalsIgnoreCase(answer(question + " [yes/no] "));
    }

    /// What somebody types; nothing where nobody can be asked.
    String answer(String question) {
        return console()
                .map(console -> String.valueOf(console.readLine("%s", question)).strip())
                .orElse("");
    }

    public String strong(String words) {
        return colour ? "\033[1;35m" + words + "\033[0m" : words;
    }

    String dim(String words) {
        return colour ? "\033[2m" + words + "\033[0m" : words;
    }
}
