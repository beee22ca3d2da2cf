package cruddur.sql;

import cruddur.files.Bundled;
import java.util.ArrayList;
import java.util.List;

/// The statements of an SQL file, split at each `;`, as psql sends them.
///
/// The file contains only SQL: no psql commands, no parameters, and no function with a body in
/// `begin atomic … end`.
///
/// @param name of the file, for messages
public record Script(String name, List<Statement> statements) {

    /// One statement.
    ///
    /// @param sql without the comments before it, and without the `;`
    /// @param line of the file in which it begins, counted from 1
    public record Statement(String sql, int line) {}

    /// Loads a file, by its path in the repository, for example `db/schema.sql`.
    ///
    /// @throws IllegalArgumentException if there is no such file, or it ends inside a quote or a
    ///   comment
    public static Script load(String path) {
        return of(path, Bundled.text(path));
    }

    /// Parses a script; `name` is for messages.
    public static Script of(String name, String text) {
        return new Script(name, List.copyOf(new Splitter(name, text).statements()));
    }

    private static final class Splitter {
        private final List<Statement> found = new ArrayList<>();
        private final Lexemes lexemes;
        private final String text;
        private int begin;
        private int at;

        Splitter(String name, String text) {
            this.lexemes = new Lexemes(name, text);
            this.text = text;
        }

        List<Statement> statements() {
            while (at < text.length()) {
                if (at == begin && isBeforeStatement()) {
                    at = Math.max(at + 1, lexemes.end(at));
                    begin = at;
                } else if (text.charAt(at) == ';') {
                    take();
                } else {
                    at = Math.max(at + 1, lexemes.end(at));
                }
            }
            if (begin < text.length()) {
                take();
            }
            return found;
        }

        private boolean isBeforeStatement() {
            return Character.isWhitespace(text.charAt(at))
                    || text.charAt(at) == ';'
                    || text.startsWith("--", at)
                    || text.startsWith("/*", at);
        }

        private void take() {
            long newlines =
                    text.substring(0, begin).chars().filter(c -> c == '\n').count();
            found.add(new Statement(text.substring(begin, at).strip(), (int) newlines + 1));
            begin = ++at;
        }
    }
}
