package cruddur.pages;

import io.vertx.sqlclient.Row;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A person as the page draws them: a coloured circle with the first character of their name.
public record Portrait(String handle, String displayName) {

    /// What a reader sees as one character, perhaps of several code points: a grapheme cluster that does
    /// not begin with a space or an invisible sign, such as the one that turns the direction of text.
    private static final Pattern CHARACTER = Pattern.compile("(?![\\p{Z}\\p{Cc}\\p{Cf}])\\X");

    private static final int TINTS = 6;

    /// The columns of a query that [#of] reads.
    static final String COLUMNS = "handle, display_name";

    static Portrait of(Row row) {
        return new Portrait(row.getString("handle"), row.getString("display_name"));
    }

    /// The page of the profile.
    public String address() {
        return "/@" + handle;
    }

    /// The character in the circle: the first one that can be seen of the name, or of the handle.
    public String initial() {
        return CHARACTER
                .matcher(displayName + handle)
                .results()
                .findFirst()
                .map(MatchResult::group)
                .orElse("");
    }

    /// The CSS class of the circle's colour, which depends on the handle only.
    public String tint() {
        return "tint-" + Math.floorMod(handle.hashCode(), TINTS);
    }
}
