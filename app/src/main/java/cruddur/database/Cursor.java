package cruddur.database;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/// A position in a list that is ordered by time, and by uuid where times are equal. It stays valid
/// when the row that it was made from is deleted.
///
/// Written as 32 opaque characters that are safe in a URL.
///
/// @param time to the microsecond, as PostgreSQL keeps it
public record Cursor(OffsetDateTime time, UUID uuid) {

    /// The beginning of a list with the newest first.
    public static final Cursor NEWEST =
            new Cursor(OffsetDateTime.of(9999, 12, 31, 0, 0, 0, 0, ZoneOffset.UTC), new UUID(-1, -1));

    /// The beginning of a list with the oldest first.
    public static final Cursor OLDEST = new Cursor(Instant.EPOCH.atOffset(ZoneOffset.UTC), new UUID(0, 0));

    private static final int BYTES = 3 * Long.BYTES;

    /// Parses the text of [#toString].
    ///
    /// @throws IllegalArgumentException if the text is not a cursor
    public static Cursor parse(String written) {
        byte[] bytes = Base64.getUrlDecoder().decode(written);
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("A cursor has " + BYTES + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Instant time = Instant.EPOCH.plus(buffer.getLong(), ChronoUnit.MICROS);
        if (time.isBefore(Instant.EPOCH) || time.isAfter(NEWEST.time.toInstant())) {
            throw new IllegalArgumentException("A cursor lies between the years 1970 and 9999");
        }
        return new Cursor(time.atOffset(ZoneOffset.UTC), new UUID(buffer.getLong(), buffer.getLong()));
    }

    /// The text of the cursor in a URL.
    @Override
    public String toString() {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant()))
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.array());
    }
}
