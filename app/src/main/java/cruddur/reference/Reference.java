package cruddur.reference;

import cruddur.files.Bundled;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.pages.Html;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/// Serves the API's document, and the page that the build renders from it.
public final class Reference {

    private static final String FILE = "api/openapi.yaml";

    private static final Map<String, String> HEADERS = Map.of("Cache-Control", "no-cache");

    /// Read at the first request.
    private static final class Document {
        static final Reply REPLY =
                new Reply.Static(new Reply.Document("application/yaml", Buffer.buffer(Bundled.bytes(FILE)), HEADERS));
    }

    /// Put into its frame at the first request.
    private static final class Page {
        static final Reply REPLY = new Reply.Static(Html.of("api.jte", ApiPage.load()));
    }

    private Reference() {}

    public static Future<Reply> document(Request request) {
        return Future.succeededFuture(Document.REPLY);
    }

    public static Future<Reply> page(Request request) {
        return Future.succeededFuture(Page.REPLY);
    }
}
