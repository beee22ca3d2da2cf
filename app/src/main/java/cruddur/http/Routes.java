package cruddur.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Finds the route of a request. A literal path wins over one with parameters; of several with
/// parameters, the first in the list wins.
public final class Routes {

    /// The result of a search.
    public sealed interface Match {

        /// A route.
        ///
        /// @param parameters the path's, decoded
        record Found(Route route, Map<String, String> parameters) implements Match {}

        /// An `OPTIONS` request.
        ///
        /// @param allow the value of the header `Allow`
        record Options(String allow) implements Match {}

        /// The path has routes, but for other methods.
        ///
        /// @param allow the allowed methods, as the value of the header `Allow`
        record WrongMethod(String allow) implements Match {}

        record Nothing() implements Match {}
    }

    private record Pattern(List<String> segments, Map<HttpMethod, Route> routes) {}

    private static final Match NOTHING = new Match.Nothing();

    private final Map<String, Map<HttpMethod, Route>> literals = new HashMap<>();
    private final Map<String, Pattern> patterns = new LinkedHashMap<>();

    public Routes(List<Route> routes) {
        routes.forEach(this::add);
    }

    private void add(Route route) {
        routesAt(route.path()).put(route.method(), route);
    }

    private Map<HttpMethod, Route> routesAt(String path) {
        return path.contains("{")
                ? patterns.computeIfAbsent(path, _ -> new Pattern(segments(path), new HashMap<>()))
                        .routes()
                : literals.computeIfAbsent(path, _ -> new HashMap<>());
    }

    /// Finds the route of a method and path.
    ///
    /// @param path without the query
    public Match find(HttpMethod method, String path) {
        Map<HttpMethod, Route> literal = literals.get(path);
        if (literal != null) {
            return choose(method, literal, Map.of());
        }
        List<String> segments = segments(path);
        for (Pattern pattern : patterns.values()) {
            Optional<Map<String, String>> parameters = parameters(pattern.segments, segments);
            if (parameters.isPresent()) {
                return choose(method, pattern.routes, parameters.get());
            }
        }
        return NOTHING;
    }

    private static Match choose(HttpMethod method, Map<HttpMethod, Route> routes, Map<String, String> parameters) {
        // A HEAD is a GET without a body in the answer.
        Route route = routes.get(method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method);
        if (route != null) {
            return new Match.Found(route, parameters);
        }
        return method.equals(HttpMethod.OPTIONS)
                ? new Match.Options(allow(routes))
                : new Match.WrongMethod(allow(routes));
    }

    private static String allow(Map<HttpMethod, Route> routes) {
        TreeSet<String> methods =
                routes.keySet().stream().map(HttpMethod::name).collect(Collectors.toCollection(TreeSet::new));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return String.join(", ", methods);
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }

    private static Optional<Map<String, String>> parameters(List<String> pattern, List<String> path) {
        if (pattern.size() != path.size()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < pattern.size(); i++) {
            if (!fits(pattern.get(i), path.get(i), parameters)) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters);
    }

    private static boolean fits(String expected, String actual, Map<String, String> parameters) {
        int open = expected.indexOf('{');
        if (open < 0) {
            return expected.equals(actual);
        }
        String decoded = decoded(actual);
        parameters.put(
                expected.substring(open + 1, expected.length() - 1),
                decoded.substring(Math.min(open, decoded.length())));
        return decoded.startsWith(expected.substring(0, open)) && decoded.length() > open;
    }

    /// Badly encoded text stays unchanged; no parameter accepts it.
    private static String decoded(String segment) {
        try {
            return segment.indexOf('%') < 0 ? segment : QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"));
        } catch (IllegalArgumentException _) {
            return segment;
        }
    }
}
