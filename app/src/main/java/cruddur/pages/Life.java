package cruddur.pages;

import java.time.Duration;

/// How much of its time a crud has left.
///
/// @param whole from when it was posted until it expires
/// @param left from now until it expires
public record Life(Duration whole, Duration left) {

    private static final Duration SOON = Duration.ofHours(1);
    private static final Duration ANY_MOMENT = Duration.ofMinutes(10);

    /// What is left of the whole, never so little that it could not be seen.
    public int percent() {
        return Math.clamp(100 * left.toSeconds() / Math.max(1, whole.toSeconds()), 2, 100);
    }

    /// How urgent it is to read it; the style sheet has a colour for each.
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
