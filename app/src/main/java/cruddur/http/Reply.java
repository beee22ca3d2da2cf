package cruddur.http;

import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The possible replies to a request.
public sealed interface Reply {

    /// 200 and a JSON document, as PostgreSQL wrote it.
    ///
    /// @param headers for example `Link`
    record Json(Buffer body, Map<String, String> headers) implements Reply {

        static final String TYPE = "application/json; charset=utf-8";
    }

    /// A document of another kind.
    ///
    /// @param type its media type
    /// @param headers for example its caching and its content security policy
    record Document(int status, String type, Buffer body, Map<String, String> headers) implements Reply {

        public Document(String type, Buffer body, Map<String, String> headers) {
            this(200, type, body, headers);
        }
    }

    /// A document that is the same for many clients. Its tag and its compressed body are made once.
    record Static(Document document, Body body) implements Reply {

        public Static(Document document) {
            this(document, new Body(document.body()));
        }

        /// The same with other headers.
        public Static with(Map<String, String> headers) {
            return new Static(new Document(document.status(), document.type(), document.body(), headers), body);
        }
    }

    /// A reply that is the same for every client without credentials, so a cache may keep it.
    ///
    /// @param freshness counted from when the request came
    record Cacheable(Reply reply, Freshness freshness) implements Reply {

        /// The same as bytes that many clients can get. What is no document is its own.
        public Reply prepared() {
            return switch (reply) {
                case Json json -> new Static(kept(Json.TYPE, json.body(), headersOf(json)));
                case Document document
                when document.status() == 200 -> new Static(kept(document.type(), document.body(), document.headers()));
                default -> reply;
            };
        }

        /// The driver's buffer may be a part of a larger one.
        private static Document kept(String type, Buffer body, Map<String, String> headers) {
            return new Document(type, Buffer.buffer(body.getBytes()), headers);
        }

        private static Map<String, String> headersOf(Json json) {
            Map<String, String> headers = new HashMap<>(json.headers());
            headers.put("Cache-Control", "no-cache");
            return headers;
        }
    }

    /// 200, and an answer without end: until the client leaves, the source ends it, or the server stops.
    /// It has no deadline.
    ///
    /// @param type its media type
    /// @param source of the parts
    record Stream(String type, StreamSource source) implements Reply {}

    /// 200, and a document that may be too large for memory, sent in parts.
    ///
    /// @param type its media type
    /// @param headers for example `Content-Disposition`
    record Parts(String type, Map<String, String> headers, PartSource source) implements Reply {}

    /// 204
    record Empty(Map<String, String> headers) implements Reply {

        public Empty() {
            this(Map.of());
        }
    }

    /// 303 with the address of the next page, for a browser that sent a form.
    record SeeOther(String address, Map<String, String> headers) implements Reply {}

    /// 204 with the methods of an address.
    ///
    /// @param allow the value of the header `Allow`
    record Options(String allow) implements Reply {}

    /// 422: at least one rule was broken.
    ///
    /// @param codes the names of rules, as the contract lists them
    record Refused(List<String> codes) implements Reply {

        public Refused(String code) {
            this(List.of(code));
        }
    }

    /// Any other refusal, as a problem document (RFC 9457).
    ///
    /// @param detail a sentence with the reason, and if possible with what to do
    record Problem(int status, String detail, Map<String, String> headers) implements Reply {

        public Problem(int status, String detail) {
            this(status, detail, Map.of());
        }
    }

    static Reply json(Buffer body) {
        return new Json(body, Map.of());
    }

    int NOTHING_LENGTH = "{}".length();

    Problem NOT_FOUND = new Problem(404, "There is nothing at this address. It may have expired, or been deleted.");

    Reply BUSY = unavailable("Too many requests of this client are in progress. Try again in a moment.");

    Problem FOREIGN = new Problem(403, "Only a page of this server may do this.");

    /// Whether an object is `{}`, which a query returns if there is no row.
    static boolean isNothing(Buffer object) {
        return object.length() == NOTHING_LENGTH;
    }

    /// The object; 404 if it is `{}`.
    static Reply found(Buffer object) {
        return isNothing(object) ? NOT_FOUND : json(object);
    }

    /// A part of a list, with the address of the next part if there is one.
    ///
    /// @param cursorParameter the query parameter that carries the cursor
    static Reply page(Request request, Buffer items, String cursorParameter, Optional<?> next) {
        return new Json(
                items,
                next.map(cursor -> link(request.addressWith(cursorParameter, cursor.toString())))
                        .orElse(Map.of()));
    }

    private static Map<String, String> link(String next) {
        return Map.of("link", "<" + next + ">; rel=\"next\"");
    }

    static Reply unavailable(String detail) {
        return new Problem(503, detail, Map.of("Retry-After", "2"));
    }
}
