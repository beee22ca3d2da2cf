package cruddur.sql;

import cruddur.files.Bundled;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// One SQL statement with `:name` parameters, ready to be prepared: its text with `$1`, `$2`, … in
/// their place, and the names in that order. A name that occurs twice is one parameter.
///
/// Immutable; load it once, as a constant beside the code that runs it.
///
/// @param name the path below `db/queries` without `.sql`, for messages
/// @param shape of its result, which its first line declares
/// @param text the statement as written, with `:name` parameters
/// @param sql the statement as prepared, with `$n` parameters
/// @param parameters the parameters' names: the first is `$1`
public record Query(String name, Shape shape, String text, String sql, List<String> parameters) {

    private static final String FOLDER = "db/queries/";
    private static final Pattern NUMBERED = Pattern.compile("\\$[0-9]+");

    /// Loads `db/queries/<name>.sql`.
    ///
    /// @throws IllegalArgumentException if there is no such file, or it ends inside a quote or a
    ///   comment
    public static Query load(String name) {
        return of(name, Bundled.text(FOLDER + name + ".sql"));
    }

    /// The names of all queries that [#load] finds.
    public static List<String> names() {
        return Bundled.names(FOLDER).stream()
                .flatMap(folder ->
                        Bundled.names(FOLDER + folder).stream().map(file -> folder + "/" + file.replace(".sql", "")))
                .toList();
    }

    /// Parses a query; `name` is for messages.
    public static Query of(String name, String text) {
        return of(name, Shape.declaredBy(text), text);
    }

    /// Parses a query whose text does not declare its shape.
    public static Query of(String name, Shape shape, String text) {
        List<String> parameters = new ArrayList<>();
        String sql = new Scanner(name, text).number(parameters);
        return new Query(name, shape, text, sql, List.copyOf(parameters));
    }

    /// This query as the inner part of another: `head` + this + `tail`, on separate lines, so that
    /// a comment at this query's end cannot comment out the tail. The parts may have parameters,
    /// shared by name.
    public Query inside(String head, String tail) {
        return of(name, shape, head + "\n" + text + "\n" + tail);
    }

    /// The statement for JDBC, with a `?` for each of [#parameters].
    ///
    /// @throws IllegalStateException if a parameter occurs twice, which JDBC cannot express
    public String jdbc() {
        String jdbc = NUMBERED.matcher(sql).replaceAll("?");
        if (NUMBERED.matcher(sql).results().count() != parameters.size()) {
            throw new IllegalStateException(name + " has a parameter that occurs twice");
        }
        return jdbc;
    }

    /// This query with its first value; [BoundQuery#with] adds the others.
    public BoundQuery with(String parameter, Object value) {
        return bare().with(parameter, value);
    }

    /// This query without values.
    public BoundQuery bare() {
        return new BoundQuery(this);
    }

    /// Distinguishes parameters from text that looks like one.
    private static final class Scanner {
        private final Lexemes lexemes;
        private final String text;
        private final StringBuilder out;
        private int at;

        Scanner(String name, String text) {
            this.lexemes = new Lexemes(name, text);
            this.text = text;
            this.out = new StringBuilder(text.length());
        }

        String number(List<String> parameters) {
            while (at < text.length()) {
                int end = lexemes.end(at);
                if (end > at) {
                    copyTo(end);
                } else if (isParameter()) {
                    out.append('$').append(place(nextName(), parameters));
                } else {
                    copyTo(at + 1);
                }
            }
            return out.toString();
        }

        private void copyTo(int end) {
            out.append(text, at, end);
            at = end;
        }

        /// A colon that is directly followed by a name, and not preceded by an expression (that is
        /// a slice: `tags[low:high]`).
        private boolean isParameter() {
            if (text.charAt(at) != ':' || at + 1 == text.length() || !Lexemes.isNameStart(text.charAt(at + 1))) {
                return false;
            }
            char before = at == 0 ? ' ' : text.charAt(at - 1);
            return !Lexemes.isNamePart(before) && before != ']' && before != ')' && before != '"';
        }

        private String nextName() {
            int start = at + 1;
            at = lexemes.wordEnd(start);
            return text.substring(start, at);
        }

        private static int place(String parameter, List<String> parameters) {
            if (!parameters.contains(parameter)) {
                parameters.add(parameter);
            }
            return parameters.indexOf(parameter) + 1;
        }
    }
}
