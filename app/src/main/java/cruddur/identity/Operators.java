package cruddur.identity;

import cruddur.database.Database;
import cruddur.http.Request;
import cruddur.sql.Query;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/// The people who may see the dashboard.
///
/// @param handles in lower case
/// @param groups of the user pool
public record Operators(List<String> handles, List<String> groups) {

    private static final Query IS_OPERATOR = Query.load("people/is_operator");

    private static final Pattern HANDLE = Pattern.compile("[a-z0-9_]{1,30}");

    private static final String GROUP = "group:";

    /// Parses the setting: handles, with or without `@`, and groups as `group:name`, with commas between them.
    ///
    /// @throws IllegalArgumentException with a sentence that names the setting
    public static Operators named(String setting) {
        List<String> words = Arrays.stream(setting.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
        return new Operators(
                words.stream()
                        .filter(word -> !word.startsWith(GROUP))
                        .map(Operators::handle)
                        .toList(),
                words.stream()
                        .filter(word -> word.startsWith(GROUP))
                        .map(word -> word.substring(GROUP.length()))
                        .toList());
    }

    private static String handle(String word) {
        String handle = word.replaceFirst("^@", "").toLowerCase(Locale.ROOT);
        if (!HANDLE.matcher(handle).matches()) {
            throw new IllegalArgumentException("OPERATORS names " + word
                    + ", which is not a handle. Write handles, or groups of the user pool as group:name, with commas between"
                    + " them.");
        }
        return handle;
    }

    public boolean isEmpty() {
        return handles.isEmpty() && groups.isEmpty();
    }

    /// Whether this person, who sent the request, is one of them.
    public Future<Boolean> include(UUID person, Request request, Identity identity, Database database) {
        return isNamed(person, database)
                .compose(isNamed -> isNamed || groups.isEmpty()
                        ? Future.succeededFuture(isNamed)
                        : identity.groups(request).map(theirs -> !Collections.disjoint(theirs, groups)));
    }

    private Future<Boolean> isNamed(UUID person, Database database) {
        return handles.isEmpty()
                ? Future.succeededFuture(false)
                : database.reads()
                        .rows(IS_OPERATOR.with("person", person).with("handles", handles.toArray(String[]::new)))
                        .map(rows -> rows.size() > 0);
    }
}
