package cruddur.pages;

/// Asks whether an activity is to be deleted.
///
/// @param replies the number of replies, at all levels, that are deleted with it
public record DeletionPage(Head head, Frame frame, Card card, long replies) {

    private static final long MANY = 1000;

    /// For example `Delete this crud and 3 replies?`
    public String question() {
        return "Delete this " + (card.isReply() ? "reply" : "crud") + andReplies() + "?";
    }

    private String andReplies() {
        if (replies == 0) {
            return "";
        }
        return " and " + (replies < MANY ? Words.count(replies, "reply", "replies") : "more than a thousand replies");
    }
}
