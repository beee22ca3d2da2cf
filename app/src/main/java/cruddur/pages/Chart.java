package cruddur.pages;

import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.util.List;

/// The chart of a metric: a bar for each UTC day, oldest first.
///
/// @param sum of all days
/// @param highest of all days
/// @param top of the axis
public record Chart(String metric, String title, long sum, long highest, long top, List<Bar> bars) {

    /// The bar of a day: its place in percent of the picture.
    ///
    /// @param above the room above the bar
    public record Bar(LocalDate day, long value, String left, String width, String above, String height) {

        static Bar of(Row row) {
            return new Bar(
                    row.getLocalDate("day"),
                    row.getLong("value"),
                    row.getString("left"),
                    row.getString("width"),
                    row.getString("above"),
                    row.getString("height"));
        }
    }

    /// @param rows of one metric
    static Chart of(List<Row> rows) {
        Row any = rows.getFirst();
        return new Chart(
                any.getString("metric"),
                title(any.getString("metric")),
                any.getLong("sum"),
                any.getLong("highest"),
                any.getLong("top"),
                rows.stream().map(Bar::of).toList());
    }

    private static String title(String metric) {
        return switch (metric) {
            case "people_joined" -> "New people";
            case "cruds" -> "New cruds";
            case "people_active" -> "Active people";
            case "pages_read" -> "Pages read";
            case "replies" -> "Replies";
            case "likes" -> "Likes";
            case "conversations" -> "New conversations";
            default -> "Reposts";
        };
    }

    /// What the picture shows, for those who do not see it.
    public String description() {
        return "%d bars, one for each UTC day from %s to %s. The highest is %d."
                .formatted(bars.size(), bars.getFirst().day(), bars.getLast().day(), highest);
    }

    /// The sum; of active people, who would count several times, the highest day.
    public String inShort() {
        return metric.equals("people_active") ? highest + " on the best day" : sum + " in all";
    }

    /// The address of its numbers.
    public String address(String file, int days) {
        return "/dashboard/" + metric + "/" + file + "?days=" + days;
    }
}
