package cruddur.live;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// The id of an event, as the client sends it back in `Last-Event-ID`: which cruds the client has. Only uuids and times
/// of cruds are in it, so it holds on every server, after a failover, and in a restored copy of the database.
///
/// @param floor the client has every crud that was posted before
/// @param digests of the later cruds that it has
record EventId(OffsetDateTime floor, Set<Long> digests) {

    /// The longest id has 4 KiB, so that it passes as a header. Only while more than fifty cruds a
    /// second are posted does this shorten the time that it covers.
    private static final int MOST = 500;

    /// Six bytes of a random uuid: two of five hundred are the same in one of a billion ids.
    private static final int DIGEST_BYTES = 6;

    private static final int DIGEST_SHIFT = Long.SIZE - DIGEST_BYTES * Byte.SIZE;

    /// Until the year 9999, which PostgreSQL knows, too.
    private static final long MOST_MICROS =
            ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse("9999-01-01T00:00:00Z"));

    /// The client has nothing.
    static final EventId NOTHING = new EventId(Instant.EPOCH.atOffset(ZoneOffset.UTC), Set.of());

    static EventId of(Sent sent) {
        List<Map.Entry<UUID, OffsetDateTime>> newest = sent.recent().entrySet().stream()
                .sorted(Map.Entry.<UUID, OffsetDateTime>comparingByValue(Comparator.reverseOrder()))
                .limit(MOST)
                .toList();
        boolean isWhole = newest.size() == sent.recent().size();
        Set<Long> digests = new HashSet<>();
        newest.forEach(crud -> digests.add(digest(crud.getKey())));
        return new EventId(isWhole ? sent.floor() : newest.getLast().getValue(), digests);
    }

    /// Reads what [#toString] wrote. Of any other text it is unknown what its client has: [#NOTHING].
    static EventId parse(String written) {
        try {
            return read(ByteBuffer.wrap(Base64.getUrlDecoder().decode(written)));
        } catch (IllegalArgumentException _) {
            return NOTHING;
        }
    }

    private static EventId read(ByteBuffer bytes) {
        if (bytes.remaining() < Long.BYTES || (bytes.remaining() - Long.BYTES) % DIGEST_BYTES != 0) {
            return NOTHING;
        }
        Instant floor = Instant.EPOCH.plus(Math.floorMod(bytes.getLong(), MOST_MICROS), ChronoUnit.MICROS);
        Set<Long> digests = new HashSet<>();
        while (bytes.hasRemaining()) {
            digests.add(((long) bytes.getShort() << Integer.SIZE) | Integer.toUnsignedLong(bytes.getInt()));
        }
        return new EventId(floor.atOffset(ZoneOffset.UTC), digests);
    }

    boolean includes(UUID crud, OffsetDateTime postedAt) {
        return postedAt.isBefore(floor) || digests.contains(digest(crud));
    }

    private static long digest(UUID crud) {
        return crud.getMostSignificantBits() >> DIGEST_SHIFT;
    }

    @Override
    public String toString() {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + digests.size() * DIGEST_BYTES)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, floor.toInstant()));
        digests.forEach(
                digest -> bytes.putShort((short) (digest >> Integer.SIZE)).putInt(digest.intValue()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }
}
