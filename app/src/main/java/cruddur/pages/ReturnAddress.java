package cruddur.pages;

import cruddur.http.Form;
import cruddur.http.Request;
import java.util.Map;
import java.util.regex.Pattern;

/// The page from which a stranger went to sign in, and which they see again once they are signed in.
final class ReturnAddress {

    private static final String FIELD = "return";

    private static final String HOME = "/";

    /// Not another site, whose address can begin with two slashes, and not a form about an account.
    private static final Pattern PAGE =
            Pattern.compile("/(?![/\\\\]|(sign-in|sign-up|confirm|resend|recover|reset|account/deleted)\\b)[!-~]*");

    private ReturnAddress() {}

    /// The hidden field that keeps the page, as the browser reports it.
    static Map<String, String> kept(Request request) {
        return field(request.ownReferrer().orElse(HOME));
    }

    /// The same field of a form that is shown again.
    static Map<String, String> kept(Form sent) {
        return field(of(sent));
    }

    /// The page that a form kept; the home page if it kept none.
    static String of(Form sent) {
        return orHome(sent.text(FIELD));
    }

    private static Map<String, String> field(String address) {
        String page = orHome(address);
        return page.equals(HOME) ? Map.of() : Map.of(FIELD, page);
    }

    private static String orHome(String address) {
        return PAGE.matcher(address).matches() ? address : HOME;
    }
}
