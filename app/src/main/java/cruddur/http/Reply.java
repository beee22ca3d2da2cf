package cruddur.http;

import io.vertx.core.buffer.Buffer;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that a request can be answered with.
public sealed interface Reply {

    /// 200 and a JSON document, as PostgreSQL wrote it.
    ///
    /// @param headers for example `Link`
    record Json(Buffer body, Map<String, String> headers) implements Reply {}

    /// A document of another kind.
    ///
    /// @param type its media type
    /// @param headers for example its caching and its content security policy
    record Document(int status, String type, Buffer body, Map<String, String> headers)
            implements Reply {

        public Document(String type, Buffer body, Map<String, String> headers) {
            this(200, type, body, headers);
        }
    }

    /// 204
    record Empty(Map<String, String> headers) implements Reply {

        public Empty() {
            this(Map.of());
        }
    }

    /// 303: done; what comes next is at another address. For a browser that sent a form.
    record SeeOther(String address, Map<String, String> headers) implements Reply {}

    /// 204, and what can be asked for at this address.
    ///
    /// @param allow the value of the header `Allow`
    record Options(String allow) implements Reply {}

    /// 422: a rule was broken, or several.
    ///
    /// @param codes the rules' names, as the contract lists them
    record Refused(List<String> codes) implements Reply {

        public Refused(String code) {
            this(List.of(code));
        }
    }

    /// Any other refusal, as a problem document (RFC 9457).
    ///
    /// @param detail a sentence that says what to do, or at least what is wrong
    record Problem(int status, String detail, Map<String, String> headers) implements Reply {

        public Problem(int status, String detail) {
            this(status, detail, Map.of());
        }
    }

    static Reply json(Buffer body) {
        return new Json(body, Map.of());
    }

    int NOTHING_LENGTH = "{}".length();

    Problem NOT_FOUND =
            new Problem(
                    404, "There is nothing at this address. It may have expired, or been deleted.");

    Problem FOREIGN = new Problem(403, "Only a page of this server may do this.");

    /// Whether an object is `{}`, which is how a query says that there is no such row.
    static boolean isNothing(Buffer object) {
        return object.length() == NOTHING_LENGTH;
    }

    /// An object; 404 if it is nothing.
    static Reply found(Buffer object) {
        return isNothing(object) ? NOT_FOUND : json(object);
    }

    /// An object that holds a part of a list; 404 if it is nothing.
    static Reply found(Request request, Buffer object, String cursorParameter, Optional<?> next) {
        return isNothing(object) ? NOT_FOUND : page(request, object, cursorParameter, next);
    }

    /// A part of a list, with the address of its next part if there is one.
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
