package cruddur.live;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// The cruds that were sent up to some event: all that were posted before `floor`, and some later ones. Nothing that is
/// posted before `floor` can still become visible.
///
/// @param recent the later ones, with the times when they were posted
record Sent(OffsetDateTime floor, Map<UUID, OffsetDateTime> recent) {

    /// Nothing that becomes visible after a time was posted longer before it.
    static final Duration LONGEST_WRITE = Duration.ofSeconds(10);

    Sent {
        recent = Map.copyOf(recent);
    }

    boolean includes(UUID crud, OffsetDateTime postedAt) {
        return postedAt.isBefore(floor) || recent.containsKey(crud);
    }

    /// Whether this is of a clock that was set back since, so that new cruds would be taken for those of before
    /// `floor`.
    ///
    /// @param next the floor by now, ten seconds ago
    boolean isOfLaterClock(OffsetDateTime next) {
        return next.plus(LONGEST_WRITE).isBefore(floor);
    }

    /// With a crud more, the oldest of those that were missing.
    ///
    /// @param complete nothing that was posted before this is missing, except younger ones than this crud
    Sent with(UUID crud, OffsetDateTime postedAt, OffsetDateTime complete) {
        return with(Map.of(crud, postedAt)).from(postedAt.isBefore(complete) ? postedAt : complete);
    }

    Sent with(Map<UUID, OffsetDateTime> more) {
        Map<UUID, OffsetDateTime> all = new LinkedHashMap<>(recent);
        all.putAll(more);
        return new Sent(floor, all);
    }

    /// The same from a later time on. An earlier one, of a clock that was set back, changes nothing: what was forgotten
    /// would be sent again.
    Sent from(OffsetDateTime other) {
        if (!other.isAfter(floor)) {
            return this;
        }
        Map<UUID, OffsetDateTime> later = new LinkedHashMap<>(recent);
        later.values().removeIf(postedAt -> postedAt.isBefore(other));
        return new Sent(other, later);
    }
}
