package cruddur.pages;

import cruddur.http.Reply;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

import io.vertx.core.buffer.Buffer;

import java.util.HashMap;
import java.util.Map;

/// Makes a page of a template under `web/`, with the headers that every page has.
public final class Html {

    private static final String TYPE = "text/html; charset=utf-8";

    /// Whoever comes next to the same browser does not find it by going back.
    private static final Map<String, String> NOT_KEPT = Map.of("Cache-Control", "no-store");

    private static final Map<String, String> HEADERS =
            Map.of(
                    "Cache-Control", "no-cache",
                    "Content-Security-Policy",
                            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self';"
                                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                    "Referrer-Policy", "same-origin",
                    "Cross-Origin-Opener-Policy", "same-origin");

    private static final TemplateEngine TEMPLATES =
            TemplateEngine.createPrecompiled(ContentType.Html);

    private Html() {}

    /// The page.
    ///
    /// @param model what the template shows
    public static Reply of(String template, Object model) {
        return of(200, template, model, Map.of());
    }

    /// The page as only this person gets it.
    ///
    /// @param headers for example the cookie of a new session
    static Reply personal(int status, String template, Object model, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(NOT_KEPT);
        all.putAll(headers);
        return of(status, template, model, all);
    }

    /// The page, with a status and headers of its own.
    static Reply of(int status, String template, Object model, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(HEADERS);
        all.putAll(headers);
        return new Reply.Document(status, TYPE, rendered(template, model), all);
    }

    /// The page that says what is wrong.
    static Reply sorry(Reply.Problem problem) {
        return of(problem.status(), "sorry.jte", problem, problem.headers());
    }

    private static Buffer rendered(String template, Object model) {
        StringOutput html = new StringOutput();
        TEMPLATES.render(template, model, html);
        return Buffer.buffer(html.toString());
    }
}
