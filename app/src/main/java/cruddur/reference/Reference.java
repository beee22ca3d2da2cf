package cruddur.reference;

import cruddur.files.Bundled;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.pages.Html;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/// Serves the API's document, and the page that is rendered from it.
public final class Reference {

    private static final String FILE = "api/openapi.yaml";

    private static final Map<String, String> HEADERS = Map.of("Cache-Control", "no-cache");

    /// Read at the first request.
    private static final class Document {
        static final Reply REPLY =
                new Reply.Static(new Reply.Document("application/yaml", Buffer.buffer(Bundled.bytes(FILE)), HEADERS));
    }

    /// Rendered at the first request.
    private static final class Page {
        static final Reply REPLY = new Reply.Static(Html.of("api.jte", ApiPage.of(Bundled.text(FILE))));
    }

    private final Vertx vertx;

    public Reference(Vertx vertx) {
        this.vertx = vertx;
    }

    public Future<Reply> document(Request request) {
        return Future.succeededFuture(Document.REPLY);
    }

    public Future<Reply> page(Request request) {
        // The first request takes far longer than an event loop may be blocked.
        return vertx.executeBlocking(() -> Page.REPLY, false).map(_ -> Page.REPLY);
    }
}
