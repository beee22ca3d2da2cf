package cruddur.pages;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// Writes times and durations for the page.
///
/// The clocks of the database and of this server may differ a little. A time on the wrong side of
/// now is written as now.
public final class Words {

    private static final DateTimeFormatter EXACTLY =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH);

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    private Words() {}

    /// For example `5 min ago`: rounded down to whole units.
    static String ago(Duration age) {
        return isUnderAMinute(age) ? "just now" : inWholeUnits(age) + " ago";
    }

    /// For example `expires in 2 days`: rounded to the nearest whole unit.
    static String expiresIn(Duration left) {
        return "expires in " + (isUnderAMinute(left) ? "under a minute" : inWholeUnits(rounded(left)));
    }

    /// For example `5 min`: rounded down to whole units.
    static String span(Duration duration) {
        return isUnderAMinute(duration) ? duration.toSeconds() + " s" : inWholeUnits(duration);
    }

    private static boolean isUnderAMinute(Duration duration) {
        return duration.toMinutes() < 1;
    }

    private static String inWholeUnits(Duration duration) {
        if (duration.toHours() < 1) {
            return duration.toMinutes() + " min";
        }
        return duration.toDays() < 1 ? duration.toHours() + " h" : count(duration.toDays(), "day", "days");
    }

    private static Duration rounded(Duration duration) {
        if (duration.toHours() < 1) {
            return duration.plusSeconds(30);
        }
        return duration.toDays() < 1 ? duration.plusMinutes(30) : duration.plusHours(12);
    }

    /// For example `1 reply`, `2 replies`.
    static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    /// For example `12,345`.
    public static String grouped(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    /// For example `21 November 2026, 09:30 UTC`.
    public static String exactly(OffsetDateTime time) {
        return EXACTLY.format(time.withOffsetSameInstant(ZoneOffset.UTC));
    }

    /// For example `21 November 2026`, in UTC.
    static String day(OffsetDateTime time) {
        return DAY.format(time.withOffsetSameInstant(ZoneOffset.UTC));
    }

    /// In the format of the attribute `datetime`, which allows no microseconds.
    public static String machineReadable(OffsetDateTime time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
