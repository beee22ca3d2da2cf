package cruddur.reference;

import cruddur.files.Bundled;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.pages.Html;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

import java.util.Map;

/// Answers with the API's document, and with the page that is made of it.
public final class Reference {

    private static final String FILE = "api/openapi.yaml";

    private static final Map<String, String> HEADERS = Map.of("Cache-Control", "no-cache");

    /// Read when somebody first asks for it.
    private static final class Document {
        static final byte[] BYTES = Bundled.bytes(FILE);
    }

    /// Made when somebody first asks for it.
    private static final class Page {
        static final Reply REPLY = Html.of("api.jte", ApiPage.of(Bundled.text(FILE)));
    }

    private final Vertx vertx;

    public Reference(Vertx vertx) {
        this.vertx = vertx;
    }

    public Future<Reply> document(Request request) {
        return Future.succeededFuture(
                new Reply.Document("application/yaml", Buffer.buffer(Document.BYTES), HEADERS));
    }

    public Future<Reply> page(Request request) {
        // The first time, this takes far longer than an event loop may be held up.
        return vertx.executeBlocking(() -> Page.REPLY, false).map(_ -> Page.REPLY);
    }
}
