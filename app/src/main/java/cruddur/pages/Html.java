package cruddur.pages;

import cruddur.database.Validity;
import cruddur.http.Reply;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;

/// Makes a page of a template under `web/`, with the headers that every page has.
public final class Html {

    private static final String TYPE = "text/html; charset=utf-8";

    /// The next person at the same browser does not find it by going back.
    private static final Map<String, String> NOT_KEPT = Map.of("Cache-Control", "no-store");

    private static final Map<String, String> HEADERS = Map.of(
            "Cache-Control", "no-cache",
            "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self';"
                            + " manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
                            + " require-trusted-types-for 'script'; trusted-types 'none'",
            "Referrer-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin");

    private static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(ContentType.Html);

    private Html() {}

    /// The page.
    ///
    /// @param model what the template shows
    public static Reply.Document of(String template, Object model) {
        return of(200, template, model, Map.of());
    }

    /// The page as only this person gets it.
    ///
    /// @param headers for example the cookie of a new session
    private static Reply personal(int status, String template, Object model, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(NOT_KEPT);
        all.putAll(headers);
        return of(status, template, model, all);
    }

    /// The page in a frame: as only the viewer gets it, if there is one.
    static Reply framed(int status, String template, Frame frame, Object model, Map<String, String> headers) {
        return frame.viewer().isPresent()
                ? personal(status, template, model, headers)
                : of(status, template, model, headers);
    }

    /// The page with a form about an account.
    static Reply form(int status, Frame frame, AccountForm form, Map<String, String> headers) {
        return framed(status, "form.jte", frame, FormPage.of(frame, form), headers);
    }

    /// The page in a frame, which caches may keep if it is a stranger's.
    ///
    /// @param validity of what the page shows
    static Reply framed(String template, Frame frame, Object model, Validity validity) {
        Reply page = framed(200, template, frame, model, Map.of());
        return frame.viewer().isPresent() ? page : new Reply.Cacheable(page, validity.freshness());
    }

    /// The page, with a status and headers of its own.
    private static Reply.Document of(int status, String template, Object model, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(HEADERS);
        all.putAll(headers);
        return new Reply.Document(status, TYPE, rendered(template, model), all);
    }

    /// The page that tells people of a problem, and needs nothing for that: neither the database nor the
    /// reader.
    public static Reply.Document sorry(Reply.Problem problem) {
        Map<String, String> headers = new HashMap<>(NOT_KEPT);
        headers.putAll(problem.headers());
        return of(
                problem.status(), "sorry.jte", SorryPage.of(Frame.forAll(Place.ELSEWHERE), Sorry.of(problem)), headers);
    }

    /// The page of a crud that has expired or was deleted.
    ///
    /// @param validity of what its frame shows
    static Reply gone(Frame frame, Validity validity) {
        Reply page = of(404, "sorry.jte", SorryPage.of(frame, Sorry.GONE), NOT_KEPT);
        return frame.viewer().isPresent() ? page : new Reply.Cacheable(page, validity.freshness());
    }

    /// The page after an account is deleted.
    static Reply farewell(Frame frame) {
        return of(200, "sorry.jte", SorryPage.of(frame, Sorry.FAREWELL), NOT_KEPT);
    }

    private static Buffer rendered(String template, Object model) {
        Utf8ByteOutput html = new Utf8ByteOutput();
        TEMPLATES.render(template, model, html);
        return Buffer.buffer(html.toByteArray());
    }
}
