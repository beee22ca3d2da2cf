package cruddur.reference;

import cruddur.files.Bundled;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.pages.Html;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

import java.util.Map;

/// Answers with the API's document, and with the page that is made of it.
public final class Reference {

    private static final String FILE = "api/openapi.yaml";

    private static final Map<String, String> HEADERS = Map.of("Cache-Control", "no-cache");

    /// Made when somebody first asks for it.
    private static final class Made {
        static final byte[] DOCUMENT = Bundled.bytes(FILE);
        static final Reply PAGE = Html.of("api.jte", ApiPage.of(Bundled.text(FILE)));
    }

    private Reference() {}

    public static Future<Reply> document(Request request) {
        return Future.succeededFuture(
                new Reply.Document("application/yaml", Buffer.buffer(Made.DOCUMENT), HEADERS));
    }

    public static Future<Reply> page(Request request) {
        return Future.succeededFuture(Made.PAGE);
    }
}
