package cruddur.pages;

import java.util.Optional;

/// A page with a list of cruds.
///
/// @param heading of the list
/// @param composer the form for a new crud, where the page has it
/// @param profile the person whose cruds these are, on a profile
/// @param search on the page of a search
/// @param empty the sentence for an empty list
public record FeedPage(
        Head head,
        Frame frame,
        String heading,
        Feed<Card> feed,
        Optional<Composer> composer,
        Optional<Profile> profile,
        Optional<Search> search,
        String empty) {

    static FeedPage of(Head head, Frame frame, String heading, Feed<Card> feed, String empty) {
        return new FeedPage(head, frame, heading, feed, Optional.empty(), Optional.empty(), Optional.empty(), empty);
    }

    FeedPage with(Composer newComposer) {
        return new FeedPage(head, frame, heading, feed, Optional.of(newComposer), profile, search, empty);
    }

    FeedPage about(Profile newProfile) {
        return new FeedPage(head, frame, heading, feed, composer, Optional.of(newProfile), search, empty);
    }

    FeedPage searching(Search newSearch) {
        return new FeedPage(head, frame, heading, feed, composer, profile, Optional.of(newSearch), empty);
    }
}
