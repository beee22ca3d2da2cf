package cruddur.http;

import io.vertx.core.http.HttpMethod;

/// One line of the surface: a method, a path and who answers.
///
/// @param path segments are literal, `{name}` or `@{name}`
public record Route(HttpMethod method, String path, Handler handler) {

    public static Route get(String path, Handler handler) {
        return new Route(HttpMethod.GET, path, handler);
    }

    public static Route put(String path, Handler handler) {
        return new Route(HttpMethod.PUT, path, handler);
    }

    public static Route delete(String path, Handler handler) {
        return new Route(HttpMethod.DELETE, path, handler);
    }

    public static Route post(String path, Handler handler) {
        return new Route(HttpMethod.POST, path, handler);
    }
}
