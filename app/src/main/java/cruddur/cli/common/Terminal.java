package cruddur.cli.common;

import cruddur.settings.Settings;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Prints the output of commands, and reads answers. It escapes all output.
///
/// @param out for results
/// @param err for everything else
/// @param interactive whether the messages go to a terminal
/// @param colour whether messages may have colours
public record Terminal(PrintWriter out, PrintWriter err, boolean interactive, boolean colour) {

    /// Control, formatting, private and unassigned characters and surrogates without their other half;
    /// separators of lines and paragraphs; and letters and marks that are drawn as nothing.
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}\\u034f\\u115f\\u1160\\u17b4\\u17b5"
            + "\\u180b-\\u180f\\u3164\\uffa0\\ufe00-\\ufe0f\\x{e0100}-\\x{e01ef}&&[^\\n\\t]]");

    public static Terminal of(PrintWriter out, PrintWriter err, Settings settings) {
        boolean interactive = console().isPresent();
        return new Terminal(out, err, interactive, interactive && !settings.contains("NO_COLOR"));
    }

    private static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }

    /// Prints a message to stderr.
    public void report(String words) {
        write(err, visible(words));
    }

    /// The same, with the beginning emphasised.
    public void report(String beginning, String words) {
        write(err, strong(beginning) + visible(words));
    }

    /// Prints a result to stdout.
    public void print(String result) {
        write(out, visible(result));
    }

    /// The same, with the beginning emphasised.
    public void print(String beginning, String result) {
        write(out, strong(beginning) + visible(result));
    }

    private static void write(PrintWriter to, String text) {
        to.println(text);
        to.flush();
    }

    /// Escapes characters that move the cursor, change the direction of the line or are invisible, as
    /// JSON does, so that JSON means the same. Line breaks and tabs stay.
    public static String visible(String text) {
        return INVISIBLE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(inHexadecimal(found.group())));
    }

    /// A value from other people, escaped for use within a line.
    public static String escaped(String value) {
        return visible(value.replace("\n", "\\n").replace("\t", "\\t"));
    }

    private static String inHexadecimal(String characters) {
        return characters.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining());
    }

    public void step(String what) {
        write(err, dim("Cruddur: " + what + " …"));
    }

    /// Runs work that may take a while. After a second it prints what is being done, and on a terminal
    /// for how long.
    ///
    /// @param what for example `counting rows`
    public <T> T during(String what, Supplier<T> work) {
        try (Waiting _ = new Waiting(this, what)) {
            return work.get();
        }
    }

    /// The same for work that was announced before: prints only on a terminal.
    public <T> T meanwhile(String what, Supplier<T> work) {
        return interactive ? during(what, work) : work.get();
    }

    /// Asks, and takes only `yes` for a yes. Without a terminal the answer is no.
    public boolean confirms(String question) {
        return "yes".equalsIgnoreCase(answer(question + " Type yes to confirm: "));
    }

    /// The typed answer; empty without a terminal.
    String answer(String question) {
        return console()
                .map(console -> String.valueOf(console.readLine("%s", visible(question)))
                        .strip())
                .orElse("");
    }

    /// A secret, typed without being shown; empty without a terminal, or if nothing was typed.
    public Optional<String> secret(String question) {
        return console()
                .map(console -> console.readPassword("%s", visible(question)))
                .map(String::new)
                .filter(typed -> !typed.isEmpty());
    }

    private String strong(String words) {
        return styled("1;35", words);
    }

    String dim(String words) {
        return styled("2", words);
    }

    private String styled(String style, String words) {
        return colour ? "\033[" + style + "m" + visible(words) + "\033[0m" : visible(words);
    }
}
