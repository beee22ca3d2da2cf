package cruddur.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A file of SQL statements, each ending in `;` as psql takes it, so that a failure can be told by
/// its line.
///
/// The body of a function stands in a string or in dollar quotes; `begin atomic` is newer than the
/// oldest PostgreSQL that is supported, and is not known here.
///
/// @param file what messages call it
public record Script(String file, List<Statement> statements) {

    /// One of them.
    ///
    /// @param line of the file on which it begins; 1 is the first
    /// @param sql without the comments before it
    public record Statement(int line, String sql) {}

    /// The statements as they stand in the file, without the comments between them.
    public String text() {
        return statements.stream().map(Statement::sql).collect(Collectors.joining("\n"));
    }

    /// Takes a text apart.
    ///
    /// @throws IllegalArgumentException if it ends inside a quote or a comment
    public static Script of(String file, String text) {
        List<Statement> statements = new ArrayList<>();
        Lexer lexer = new Lexer(file, text);
        for (int start = lexer.skipBlanks(0); start < text.length(); ) {
            int end = lexer.statementEnd(start);
            statements.add(new Statement(line(text, start), text.substring(start, end).strip()));
            start = lexer.skipBlanks(end);
        }
        return new Script(file, List.copyOf(statements));
    }

    private static int line(String text, int at) {
        return 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    }
}
