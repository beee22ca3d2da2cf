package cruddur.pages;

import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.util.List;

/// The chart of a metric: a bar for each UTC day, oldest first.
///
/// @param shown the days of the picture
/// @param before as many days before them
/// @param top of the axis
public record Chart(String metric, String title, Period shown, Period before, long top, List<Bar> bars) {

    /// What happened on the days of a period.
    ///
    /// @param sum of all days
    /// @param highest of all days
    public record Period(long sum, long highest) {}

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
                new Period(any.getLong("sum"), any.getLong("highest")),
                new Period(any.getLong("sum_before"), any.getLong("highest_before")),
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
                .formatted(bars.size(), bars.getFirst().day(), bars.getLast().day(), shown.highest);
    }

    /// The sum, compared with that of the days before; of active people, who would count several times, the
    /// highest day.
    public String inShort() {
        boolean isOfPeople = metric.equals("people_active");
        return "%,d %s, %,d in the %d days before"
                .formatted(
                        isOfPeople ? shown.highest : shown.sum,
                        isOfPeople ? "on the best day" : "in all",
                        isOfPeople ? before.highest : before.sum,
                        bars.size());
    }

    /// The address of its numbers.
    public String address(String file, int days) {
        return "/dashboard/" + metric + "/" + file + "?days=" + days;
    }
}
