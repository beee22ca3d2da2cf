package cruddur.pages;

import java.time.Duration;

/// The remaining lifetime of a crud.
///
/// @param whole the time from posting to expiry
/// @param left the time from now to expiry
public record Life(Duration whole, Duration left) {

    private static final Duration SOON = Duration.ofHours(1);
    private static final Duration ANY_MOMENT = Duration.ofMinutes(10);

    /// The remaining part of the lifetime, but never too small to be visible.
    public int percent() {
        return Math.clamp(100 * left.toSeconds() / Math.max(1, whole.toSeconds()), 2, 100);
    }

    /// The urgency of reading it; the style sheet has a colour for each.
    public String stage() {
        if (left.compareTo(SOON) >= 0) {
            return "calm";
        }
        return left.compareTo(ANY_MOMENT) < 0 ? "last" : "soon";
    }

    public String words() {
        return Words.expiresIn(left);
    }
}
