package cruddur.pages;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// What surrounds the content of a page.
///
/// @param place the page, as the navigation knows it
/// @param viewer the signed-in person; empty for a stranger
/// @param isForAll whether the page is made without knowing who reads it
/// @param now the time from which "an hour ago" is counted, by the clock of the database
public record Frame(Place place, Optional<Viewer> viewer, boolean isForAll, Sidebar sidebar, OffsetDateTime now) {

    static Frame of(Place place, Optional<Viewer> viewer, Sidebar sidebar, Instant now) {
        return new Frame(place, viewer, false, sidebar, now.atOffset(ZoneOffset.UTC));
    }

    /// A frame that needs neither the reader nor the database, for example because it does not answer.
    /// Its links suit strangers and signed-in people. No time is counted on it.
    public static Frame forAll(Place place) {
        return new Frame(place, Optional.empty(), true, Sidebar.EMPTY, OffsetDateTime.MIN);
    }

    Frame at(Place newPlace) {
        return new Frame(newPlace, viewer, isForAll, sidebar, now);
    }

    public boolean isAuthorOf(Card card) {
        return viewer.map(reader -> reader.isAuthorOf(card)).orElse(false);
    }
}
