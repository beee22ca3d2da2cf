package cruddur.pages;

import cruddur.activities.Activities;
import cruddur.files.Bundled;
import cruddur.http.ProblemException;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.sql.Cursor;
import cruddur.sql.Database;
import cruddur.sql.Refusal;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The web page, and the files it is made of.
public final class Pages {

    private static final int CARDS = 20;

    private static final String HTML = "text/html; charset=utf-8";

    private static final Map<String, String> HEADERS =
            Map.of(
                    "Cache-Control", "no-cache",
                    "Content-Security-Policy",
                            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self';"
                                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                    "Referrer-Policy", "same-origin",
                    "Cross-Origin-Opener-Policy", "same-origin");

    /// Every file that the page may ask for, with its media type.
    private static final Map<String, String> ASSETS =
            Map.of(
                    "cruddur.css", "text/css; charset=utf-8",
                    "favicon.svg", "image/svg+xml");

    private static final Map<String, String> ASSET_HEADERS = Map.of("Cache-Control", "no-cache");

    /// In a checkout, an edit shows when the page is loaded again.
    private static final boolean EDITABLE = System.getProperty("cruddur.checkout") != null;

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
    private final Map<String, Buffer> assets = new ConcurrentHashMap<>();
    private final Database database;

    public Pages(Database database) {
        this.database = database;
    }

    public Future<Reply> home(Request request) {
        return Future.succeededFuture(request).compose(this::newest).recover(this::sorry);
    }

    private Future<Reply> newest(Request request) {
        Cursor before = request.cursor("before", Cursor::parse, Cursor.NEWEST);
        return database.rows(Activities.home(before, CARDS).with("reader", Optional.empty()))
                .map(
                        rows ->
                                render(
                                        "home.jte",
                                        HomePage.of(rows, CARDS, before.equals(Cursor.NEWEST))));
    }

    /// What programs are told in a problem document, people are told on a page.
    private Future<Reply> sorry(Throwable failure) {
        Optional<Reply> refusal =
                failure instanceof ProblemException e
                        ? Optional.of(e.problem())
                        : Refusal.of(failure);
        return refusal.orElse(null) instanceof Reply.Problem problem
                ? Future.succeededFuture(sorry(problem))
                : Future.failedFuture(failure);
    }

    private Reply sorry(Reply.Problem problem) {
        Map<String, String> headers = new HashMap<>(HEADERS);
        headers.putAll(problem.headers());
        return new Reply.Document(problem.status(), HTML, html("sorry.jte", problem), headers);
    }

    private Reply render(String template, Object model) {
        return new Reply.Document(HTML, html(template, model), HEADERS);
    }

    private Buffer html(String template, Object model) {
        StringOutput html = new StringOutput();
        templates.render(template, model, html);
        return Buffer.buffer(html.toString());
    }

    public Future<Reply> asset(Request request) {
        String name = request.parameters().getOrDefault("name", "");
        String type = ASSETS.get(name);
        return Future.succeededFuture(
                type == null
                        ? Reply.NOT_FOUND
                        : new Reply.Document(type, content(name), ASSET_HEADERS));
    }

    private Buffer content(String name) {
        return EDITABLE ? read(name) : assets.computeIfAbsent(name, Pages::read);
    }

    private static Buffer read(String name) {
        return Buffer.buffer(Bundled.bytes("web/" + name));
    }
}
