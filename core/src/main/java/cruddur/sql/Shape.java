package cruddur.sql;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The shape of a query's result. The first line of its file declares it: `-- page: The home feed
/// …`.
public enum Shape {

    /// A part of a list, newest or oldest first. Takes `limit` and returns up to one row more,
    /// which shows that the list continues. Columns: `item` (JSON), `created_at` and `uuid`, which
    /// order the rows, and `expires_at`, the time from which a row must not be shown.
    PAGE,

    /// One row or none. The column `item` is the JSON; the optional column `expires_at` is the time
    /// from which the JSON is no longer valid.
    OBJECT,

    /// All rows. Columns: `item` (JSON), and `expires_at`, the time from which it is no longer valid.
    ARRAY,

    /// An object with a page inside, made of two queries. Not declared by a file.
    DOCUMENT,

    /// Rows, for Java to read.
    ROWS,

    /// A statement that changes rows. If it returns JSON, that is the first column, as bytes.
    WRITE;

    private static final Pattern DECLARATION = Pattern.compile("-- (page|object|array|rows|write): ");

    /// The shape that a text declares; [#ROWS] if it declares none.
    static Shape declaredBy(String text) {
        Matcher declaration = DECLARATION.matcher(text);
        return declaration.lookingAt() ? valueOf(declaration.group(1).toUpperCase(Locale.ROOT)) : ROWS;
    }
}
