package cruddur.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The client's preferences in the header `Accept`.
final class Accept {

    private static final Set<String> HTML = Set.of("text/html", "application/xhtml+xml");
    private static final Set<String> JSON = Set.of("application/json", "application/problem+json");

    private static final Pattern WEIGHT = Pattern.compile("(?i)q\\s*=\\s*([01](\\.[0-9]{0,3})?)");

    private Accept() {}

    /// Whether the client prefers HTML to JSON: it names HTML, and JSON with a lower weight or not at
    /// all. Browsers do; programs name JSON or accept anything.
    static boolean prefersHtml(HttpServerRequest request) {
        List<String> ranges = request.headers().getAll(HttpHeaders.ACCEPT).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .toList();
        return weight(HTML, ranges) > weight(JSON, ranges);
    }

    private static double weight(Set<String> types, List<String> ranges) {
        return ranges.stream()
                .map(range -> range.split(";", -1))
                .filter(range -> types.contains(range[0].strip().toLowerCase(Locale.ROOT)))
                .mapToDouble(Accept::weight)
                .max()
                .orElse(0);
    }

    private static double weight(String[] range) {
        return Arrays.stream(range)
                .map(parameter -> WEIGHT.matcher(parameter.strip()))
                .filter(Matcher::matches)
                .mapToDouble(matcher -> Double.parseDouble(matcher.group(1)))
                .findFirst()
                .orElse(1);
    }
}
