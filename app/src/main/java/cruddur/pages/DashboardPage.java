package cruddur.pages;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/// The dashboard of the growth metrics.
///
/// @param days the number of UTC days of the charts, today included
public record DashboardPage(Head head, Frame frame, int days, Totals totals, List<Chart> charts) {

    public static final List<Integer> PERIODS = List.of(7, 30, 90);

    /// What there is.
    ///
    /// @param removed cruds that have expired or were deleted
    /// @param livingShare the living cruds among all that were ever written, in percent
    /// @param awaiting activities that have expired, and that the purge has yet to remove
    public record Totals(
            long people,
            long cruds,
            long replies,
            long likes,
            long reposts,
            long living,
            long removed,
            String livingShare,
            long awaiting,
            Duration lag) {

        static Totals of(Row row) {
            return new Totals(
                    row.getLong("people"),
                    row.getLong("cruds"),
                    row.getLong("replies"),
                    row.getLong("likes"),
                    row.getLong("reposts"),
                    row.getLong("living"),
                    row.getLong("removed"),
                    row.getString("living_share"),
                    row.getLong("awaiting"),
                    Duration.ofSeconds(row.getLong("lag_seconds")));
        }

        /// For example `none`, or `2 h`.
        public String lagInWords() {
            return awaiting == 0 ? "none" : Words.span(lag);
        }
    }

    static DashboardPage of(Frame frame, int days, RowSet<Row> totals, RowSet<Row> bars) {
        return new DashboardPage(
                Head.unlisted("Dashboard"),
                frame,
                days,
                Totals.of(totals.iterator().next()),
                charts(bars));
    }

    /// The rows of a metric follow one another.
    private static List<Chart> charts(RowSet<Row> bars) {
        return bars.stream()
                .collect(Collectors.groupingBy(row -> row.getString("metric"), LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(Chart::of)
                .toList();
    }

    /// The value of `aria-current` of the link to a period.
    public String current(int period) {
        return period == days ? "page" : "false";
    }
}
