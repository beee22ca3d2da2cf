package cruddur.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.function.Function;

/// A route: a method, a path and a handler.
///
/// @param path segments are literal, `{name}` or `@{name}`
/// @param body the required type of a body
/// @param admission fails for a request whose body must not be read
public record Route(
        HttpMethod method, String path, Media body, Function<Request, ? extends Future<?>> admission, Handler handler) {

    public static Route get(String path, Handler handler) {
        return new Route(HttpMethod.GET, path, Media.JSON, _ -> Future.succeededFuture(), handler);
    }

    public static Route put(String path, Handler handler) {
        return new Route(HttpMethod.PUT, path, Media.JSON, _ -> Future.succeededFuture(), handler);
    }

    public static Route delete(String path, Handler handler) {
        return new Route(HttpMethod.DELETE, path, Media.JSON, _ -> Future.succeededFuture(), handler);
    }

    public static Route post(String path, Handler handler) {
        return new Route(HttpMethod.POST, path, Media.JSON, _ -> Future.succeededFuture(), handler);
    }

    /// A form of a page, which posts to the page's own path.
    public static Route form(String path, Handler handler) {
        return post(path, handler).taking(Media.FORM);
    }

    /// The same, for bodies of another type.
    public Route taking(Media media) {
        return new Route(method, path, media, admission, handler);
    }

    /// The same with another handler.
    public Route answeredBy(Handler other) {
        return new Route(method, path, body, admission, other);
    }

    /// The same, for requests that pass this check before their body is read. The check runs only if
    /// the body is longer than what arrives with a head, so the handler has to check, too.
    public Route behind(Function<Request, ? extends Future<?>> check) {
        return new Route(method, path, body, check, handler);
    }
}
