package cruddur.pages;

import io.vertx.sqlclient.Row;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/// A part of a message: text, or a link. PostgreSQL divides a message (`public.segments`), by the
/// same rules by which it notifies and searches.
public record Segment(boolean isLink, String text) {

    /// The message of a row with the columns `message` and `segments`: text and links in turn, or null if it
    /// has no link.
    static List<Segment> of(Row row) {
        String[] parts = row.getArrayOfStrings("segments");
        return parts == null ? List.of(new Segment(false, row.getString("message"))) : of(parts);
    }

    private static List<Segment> of(String[] parts) {
        return IntStream.range(0, parts.length)
                .filter(place -> !parts[place].isEmpty())
                .mapToObj(place -> new Segment(place % 2 == 1, parts[place]))
                .toList();
    }

    /// Whether it links to another site.
    public boolean isForeign() {
        return isLink && !text.startsWith("@") && !text.startsWith("#");
    }

    /// The address that it links to.
    public String address() {
        return switch (text.charAt(0)) {
            case '@' -> "/" + text;
            case '#' -> tagAddress(text.substring(1));
            default -> text;
        };
    }

    /// The page of a tag.
    ///
    /// @param tag without `#`
    static String tagAddress(String tag) {
        return "/tags/" + URLEncoder.encode(tag, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
