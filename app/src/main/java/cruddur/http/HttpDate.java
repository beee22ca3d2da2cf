package cruddur.http;

import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The header `Date`. It is written once a second, because every answer has it.
///
/// Thread-safe.
public final class HttpDate {

    /// The header of one second of the epoch.
    private record Written(long second, CharSequence header) {}

    private final InstantSource clock;
    private volatile Written last = write(0);

    public HttpDate(InstantSource clock) {
        this.clock = clock;
    }

    CharSequence now() {
        long second = clock.instant().getEpochSecond();
        Written written = last;
        if (written.second != second) {
            written = write(second);
            last = written;
        }
        return written.header;
    }

    private static Written write(long second) {
        String text = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC));
        // RFC 9110 wants two digits for the day.
        return new Written(second, HttpHeaders.createOptimized(text.length() < 29 ? padded(text) : text));
    }

    private static String padded(String text) {
        return text.replaceFirst(" (\\d) ", " 0$1 ");
    }
}
