package cruddur.http;

import io.vertx.core.http.HttpMethod;

/// One line of the surface: a method, a path and who answers.
///
/// @param path segments are literal, `{name}` or `@{name}`
/// @param body what a body must be, if there is one
public record Route(HttpMethod method, String path, Media body, Handler handler) {

    public static Route get(String path, Handler handler) {
        return new Route(HttpMethod.GET, path, Media.JSON, handler);
    }

    public static Route put(String path, Handler handler) {
        return new Route(HttpMethod.PUT, path, Media.JSON, handler);
    }

    public static Route delete(String path, Handler handler) {
        return new Route(HttpMethod.DELETE, path, Media.JSON, handler);
    }

    public static Route post(String path, Handler handler) {
        return new Route(HttpMethod.POST, path, Media.JSON, handler);
    }

    /// The same, for bodies of another kind.
    public Route taking(Media media) {
        return new Route(method, path, media, handler);
    }
}
