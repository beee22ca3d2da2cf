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
/// @param text the statement as written, with `:name` parameters
/// @param sql the statement as prepared, with `$n` parameters
/// @param parameters the parameters' names: the first is `$1`
public record Query(String name, String text, String sql, List<String> parameters) {

    private static final Pattern NUMBERED = Pattern.compile("\\$[0-9]+");

    /// Loads `db/queries/<name>.sql`.
    ///
    /// @throws IllegalArgumentException if there is no such file, or it ends inside a quote or a
    ///   comment
    public static Query load(String name) {
        return of(name, Bundled.text("db/queries/" + name + ".sql"));
    }

    /// Makes a query of a text; `name` is what messages call it.
    public static Query of(String name, String text) {
        List<String> parameters = new ArrayList<>();
        String sql = new Scanner(name, text).number(parameters);
        return new Query(name, text, sql, List.copyOf(parameters));
    }

    /// This query as the inner part of another: `head` + this + `tail`, on lines of their own, so
    /// that a comment at this query's end cannot swallow the tail. The parts may have parameters,
    /// shared by name.
    public Query inside(String head, String tail) {
        return of(name, head + "\n" + text + "\n" + tail);
    }

    /// The statement as JDBC takes it, with a `?` for each of [#parameters].
    ///
    /// @throws IllegalStateException if one occurs twice, for which JDBC has no words
    public String jdbc() {
        String jdbc = NUMBERED.matcher(sql).replaceAll("?");
        if (NUMBERED.matcher(sql).results().count() != parameters.size()) {
            throw new IllegalStateException(name + " has a parameter that occurs twice");
        }
        return jdbc;
    }

    /// This query with its first value; [BoundQuery#with] takes the others.
    public BoundQuery with(String parameter, Object value) {
        return bare().with(parameter, value);
    }

    /// This query without values.
    public BoundQuery bare() {
        return new BoundQuery(this);
    }

    /// Reads PostgreSQL's lexical structure as far as it takes to tell a parameter from everything
    /// that looks like one: casts, `:=`, slices, strings, quoted identifiers, comments and dollar
    /// quotes.
    private static final class Scanner {
        private final String name;
        private final String text;
        private final StringBuilder out;
        private int at;

        Scanner(String name, String text) {
            this.name = name;
            this.text = text;
            this.out = new StringBuilder(text.length());
        }

        String number(List<String> parameters) {
            while (at < text.length()) {
                int end = passOver();
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

        /// Where the quote, comment, identifier or cast that starts here ends; here, if none does.
        private int passOver() {
            char c = text.charAt(at);
            return switch (c) {
                case '\'' -> quoteEnd(at, '\'', isEscapeString());
                case '"' -> quoteEnd(at, '"', false);
                case '-' -> text.startsWith("--", at) ? lineEnd() : at;
                case '/' -> text.startsWith("/*", at) ? commentEnd() : at;
                case '$' -> dollarQuoteEnd();
                case ':' -> text.startsWith("::", at) ? at + 2 : at;
                default -> isNameStart(c) ? wordEnd(at) : at;
            };
        }

        /// `E'…'`, where a backslash escapes: the string's opening quote stands right behind a lone
        /// `e`.
        private boolean isEscapeString() {
            boolean afterE = at > 0 && (text.charAt(at - 1) | 0x20) == 'e';
            return afterE && (at == 1 || !isNamePart(text.charAt(at - 2)));
        }

        private int quoteEnd(int start, char quote, boolean backslashEscapes) {
            for (int i = start + 1; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\\' && backslashEscapes) {
                    i++;
                } else if (c == quote && i + 1 < text.length() && text.charAt(i + 1) == quote) {
                    i++;
                } else if (c == quote) {
                    return i + 1;
                }
            }
            throw unfinished("a quote");
        }

        private int lineEnd() {
            int newline = text.indexOf('\n', at);
            return newline < 0 ? text.length() : newline;
        }

        /// Block comments nest in PostgreSQL.
        private int commentEnd() {
            int depth = 0;
            for (int i = at; i + 1 < text.length(); i++) {
                if (text.startsWith("/*", i)) {
                    depth++;
                    i++;
                } else if (text.startsWith("*/", i)) {
                    depth--;
                    i++;
                }
                if (depth == 0) {
                    return i + 1;
                }
            }
            throw unfinished("a comment");
        }

        /// `$$ … $$` and `$tag$ … $tag$`; a `$` that opens neither is passed as it is.
        private int dollarQuoteEnd() {
            int tagEnd = at + 1;
            if (tagEnd < text.length() && isNameStart(text.charAt(tagEnd))) {
                while (tagEnd < text.length()
                        && isNamePart(text.charAt(tagEnd))
                        && text.charAt(tagEnd) != '$') {
                    tagEnd++;
                }
            }
            if (tagEnd >= text.length() || text.charAt(tagEnd) != '$') {
                return at;
            }
            String tag = text.substring(at, tagEnd + 1);
            int close = text.indexOf(tag, tagEnd + 1);
            if (close < 0) {
                throw unfinished("a dollar quote");
            }
            return close + tag.length();
        }

        /// A colon with a name right behind it, and no expression right before it (that is a slice:
        /// `tags[low:high]`).
        private boolean isParameter() {
            if (text.charAt(at) != ':'
                    || at + 1 == text.length()
                    || !isNameStart(text.charAt(at + 1))) {
                return false;
            }
            char before = at == 0 ? ' ' : text.charAt(at - 1);
            return !isNamePart(before) && before != ']' && before != ')' && before != '"';
        }

        private String nextName() {
            int start = at + 1;
            at = wordEnd(start);
            return text.substring(start, at);
        }

        private int wordEnd(int start) {
            int end = start;
            while (end < text.length() && isNamePart(text.charAt(end))) {
                end++;
            }
            return end;
        }

        private static int place(String parameter, List<String> parameters) {
            if (!parameters.contains(parameter)) {
                parameters.add(parameter);
            }
            return parameters.indexOf(parameter) + 1;
        }

        private static boolean isNameStart(char c) {
            return c == '_' || Character.isLetter(c);
        }

        private static boolean isNamePart(char c) {
            return isNameStart(c) || (c >= '0' && c <= '9') || c == '$';
        }

        private IllegalArgumentException unfinished(String what) {
            return new IllegalArgumentException("Query " + name + " ends inside " + what);
        }
    }
}
