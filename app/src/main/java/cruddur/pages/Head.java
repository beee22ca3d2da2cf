package cruddur.pages;

import cruddur.http.Request;
import java.util.Optional;

/// What a browser, a search engine or a chat that shows a preview learns about a page.
///
/// @param address the page's only address, absolute; empty if search engines are not to list it
/// @param feeds the path below which the page's `feed.json` and `feed.atom` are, if it has them
public record Head(String title, String description, Optional<String> address, Optional<String> feeds) {

    private static final String SITE = "Cruddur";

    private static final int LONGEST_TITLE = 70;

    /// A public page.
    static Head of(Request request, String title, String description, String path) {
        return new Head(titled(title), description, Optional.of(request.origin() + path), Optional.empty());
    }

    Head withFeeds(String path) {
        return new Head(title, description, address, Optional.of(path));
    }

    /// A page for one person, or of the moment.
    static Head unlisted(String title) {
        return new Head(titled(title), "Cruddur: short posts that expire.", Optional.empty(), Optional.empty());
    }

    private static String titled(String title) {
        return title.equals(SITE) ? SITE : shortened(title) + " – " + SITE;
    }

    private static String shortened(String title) {
        return title.codePointCount(0, title.length()) <= LONGEST_TITLE
                ? title
                : title.substring(0, title.offsetByCodePoints(0, LONGEST_TITLE)) + "…";
    }
}
