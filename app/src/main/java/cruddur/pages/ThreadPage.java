package cruddur.pages;

import cruddur.http.Form;
import cruddur.http.Request;
import java.util.Optional;

/// An activity and the replies to it.
///
/// @param parent the activity that it answers, if that is one and has not expired
/// @param isReported whether the signed-in person has just reported it
/// @param composer the form for a reply, for a signed-in person
public record ThreadPage(
        Head head,
        Frame frame,
        Optional<Card> parent,
        Card card,
        boolean isReported,
        Feed<Card> replies,
        Optional<Composer> composer) {

    static ThreadPage of(Request request, Frame frame, Optional<Card> parent, Card card, Feed<Card> replies) {
        String title = card.author().displayName() + ": " + card.text();
        return new ThreadPage(
                Head.of(request, title, card.text(), card.address()),
                frame,
                parent,
                card,
                frame.viewer().isPresent() && request.query("reported").isPresent(),
                replies,
                frame.viewer().map(_ -> Composer.replying(card)));
    }

    ThreadPage refused(Form written, String error) {
        return new ThreadPage(
                head,
                frame,
                parent,
                card,
                isReported,
                replies,
                Optional.of(Composer.replying(card).refused(written, error)));
    }
}
