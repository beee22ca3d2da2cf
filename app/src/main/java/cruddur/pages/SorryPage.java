package cruddur.pages;

/// A page that shows a problem instead of what was asked for.
public record SorryPage(Head head, Frame frame, Sorry sorry) {

    static SorryPage of(Frame frame, Sorry sorry) {
        return new SorryPage(Head.unlisted(sorry.title()), frame, sorry);
    }
}
