package cruddur.pages;

import cruddur.http.Reply;

/// What the page tells people of a problem. Where the problem's own sentence is for programs, it is
/// one by the status.
///
/// @param needsSignIn whether signing in would help
public record Sorry(String title, String sentence, boolean needsSignIn) {

    static final Sorry GONE = new Sorry(
            "It was here, and is gone",
            "Every crud expires, and this one has, or its author deleted it. Say the next one while it lasts.",
            false);

    static final Sorry FAREWELL = new Sorry(
            "Your account is deleted",
            "All that was yours is gone with it: your cruds and replies, likes and reposts, conversations and profile."
                    + " It was good while it lasted.",
            false);

    static Sorry of(Reply.Problem problem) {
        return new Sorry(title(problem), sentence(problem), problem.status() == 401);
    }

    private static String title(Reply.Problem problem) {
        return switch (problem.status()) {
            case 401 -> "Sign in first";
            case 404 -> "Nothing here";
            case 429 -> "One moment";
            default -> "Sorry, this did not work";
        };
    }

    private static String sentence(Reply.Problem problem) {
        return switch (problem.status()) {
            case 400 -> "This address or form cannot be read. It may have been cut short or changed on its way.";
            case 401 -> "This is for people who are signed in.";
            case 405 -> "This address cannot be used in this way.";
            case 413 -> "This is too large to be sent.";
            case 414, 431 -> "This address is too long, or the browser sent too many cookies along.";
            case 415 -> "The browser sent this in a form that cannot be read.";
            default -> problem.detail();
        };
    }
}
