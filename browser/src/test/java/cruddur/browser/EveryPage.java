package cruddur.browser;

import cruddur.http.Route;
import cruddur.testing.TestServer;
import io.vertx.core.http.HttpMethod;
import java.util.stream.Stream;

/// The addresses of all pages, by the routes of the server, for a crud of ada's in the seed world.
final class EveryPage {

    /// Problems, empty lists, and states that the path does not show.
    private static Stream<String> states() {
        return Stream.of(
                "/nowhere",
                "/?before=nonsense",
                "/status/00000000-0000-4000-8000-000000000000",
                "/search?term=bread",
                "/search?term=nothing_has_this",
                "/confirm?email=ada@example.com",
                "/account?wanted=wanted&password=changed");
    }

    private final TestServer server;
    private final String crud;

    EveryPage(TestServer server) {
        this.server = server;
        this.crud = server.sql()
                .value(
                        "select a.uuid from activities a join users u on u.uuid = a.user_uuid"
                                + " where u.handle = 'ada' and a.reply_to_activity_uuid is null order by a.created_at desc limit 1");
    }

    /// All that a browser can open, except the stream of live updates and downloads.
    Stream<String> toOpen() {
        return Stream.concat(addresses(HttpMethod.GET).filter(path -> !isForPrograms(path)), states());
    }

    /// All that the forms of the pages post to, except signing out.
    Stream<String> toPost() {
        return addresses(HttpMethod.POST)
                .filter(path -> !isForPrograms(path) && !path.equals("/sign-out") && !path.startsWith("/cognito"));
    }

    private static boolean isForPrograms(String path) {
        return path.startsWith("/api/") || path.startsWith("/assets/") || path.contains("feed.");
    }

    private Stream<String> addresses(HttpMethod method) {
        return server.routes().stream()
                .filter(route -> route.method().equals(method))
                .map(Route::path)
                .map(path -> path.replace("{handle}", "ada")
                        .replace("{uuid}", crud)
                        .replace("{tag}", "bread")
                        .replace("{metric}", "likes"));
    }
}
