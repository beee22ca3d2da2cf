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

/// Finds the route of a request. A literal path wins over one with parameters; of those, the one
/// that was listed first.
public final class Routes {

    /// What there is at a path.
    public sealed interface Match {

        /// A route.
        ///
        /// @param parameters the path's, decoded
        record Found(Route route, Map<String, String> parameters) implements Match {}

        /// A question for what there is.
        ///
        /// @param allow as the header `Allow` has it
        record Options(String allow) implements Match {}

        /// Routes for other methods.
        ///
        /// @param allow the methods that would do, as the header `Allow` has them
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

    /// Looks a request up.
    ///
    /// @param path the request's, without the query
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

    private static Match choose(
            HttpMethod method, Map<HttpMethod, Route> routes, Map<String, String> parameters) {
        // A HEAD is a GET whose body is not sent.
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
                routes.keySet().stream()
                        .map(HttpMethod::name)
                        .collect(Collectors.toCollection(TreeSet::new));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return String.join(", ", methods);
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }

    private static Optional<Map<String, String>> parameters(
            List<String> pattern, List<String> path) {
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

    /// What is badly encoded stays as it is, and fits nothing that a parameter may be.
    private static String decoded(String segment) {
        try {
            return segment.indexOf('%') < 0
                    ? segment
                    : QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"));
        } catch (IllegalArgumentException _) {
            return segment;
        }
    }
}
