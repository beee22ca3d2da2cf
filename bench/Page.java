package bench;

import cruddur.database.Cursor;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// A page of the home feed.
enum Page {
    FIRST("first page", Cursor.NEWEST),
    DEEP("page ten days back", daysBack(10));

    final Cursor before;
    private final String name;

    Page(String name, Cursor before) {
        this.name = name;
        this.before = before;
    }

    private static Cursor daysBack(int days) {
        return new Cursor(
                OffsetDateTime.now(ZoneOffset.UTC).minusDays(days).truncatedTo(ChronoUnit.SECONDS), new UUID(-1, -1));
    }

    @Override
    public String toString() {
        return name;
    }
}
