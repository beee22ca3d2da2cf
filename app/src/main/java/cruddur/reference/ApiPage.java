package cruddur.reference;

import cruddur.pages.Frame;
import cruddur.pages.Head;
import cruddur.pages.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/// The page about the API.
///
/// @param content the HTML that the build has rendered from the document
/// @param contents the same of the table of contents
public record ApiPage(String content, String contents) {

    private static final String TITLE = "The Cruddur API";

    static ApiPage load() {
        return new ApiPage(rendered("content"), rendered("contents"));
    }

    private static String rendered(String part) {
        String path = "/reference/" + part + ".html";
        try (InputStream html = ApiPage.class.getResourceAsStream(path)) {
            return new String(
                    Objects.requireNonNull(html, "There is no " + path + " in this build")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path, e);
        }
    }

    public Head head() {
        String description = TITLE + ": every route, what it takes and what it answers.";
        return new Head(TITLE, description, Optional.empty(), Optional.empty());
    }

    public Frame frame() {
        return Frame.forAll(Place.REFERENCE);
    }
}
