package cruddur.reference.rendering;

import io.vertx.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A request, as a command for a shell, and its answer.
///
/// @param answer empty if there is no body, or one that is not JSON
public record Example(String status, String request, String answer) {

    /// Reads the `x-example-request` of a response, and the `example` of its content.
    static Example of(String status, Node response, String method, String path) {
        Node request = response.at("x-example-request");
        return new Example(
                status,
                request.at("first")
                                .ifThere()
                                .map(first -> curl(first, first.at("method").text(), "") + "\n\n")
                                .orElse("")
                        + curl(request, method, path),
                answer(response));
    }

    private static String answer(Node response) {
        return response.at("content").map().values().stream()
                .flatMap(media -> Stream.ofNullable(((Map<?, ?>) media).get("example")))
                .map(example -> pretty(example, "\n"))
                .collect(Collectors.joining());
    }

    private static String curl(Node request, String method, String path) {
        List<String> options = new ArrayList<>();
        if (!method.equals("GET")
                && !(method.equals("POST") && request.at("body").isThere())) {
            options.add("-X " + method);
        }
        request.at("as").ifThere().map(Node::text).map(Example::signedIn).ifPresent(options::add);
        options.addAll(request.at("headers").entries((name, value) -> "-H '" + name + ": " + value.text() + "'"));
        request.at("body").ifThere().ifPresent(body -> options.add("--json " + quoted(Json.encode(body.value()))));
        String address = request.at("path").ifThere().map(Node::text).orElse(path);
        options.add("\"$CRUDDUR" + address + "\"");
        return "curl " + String.join(" \\\n  ", options);
    }

    private static String signedIn(String handle) {
        return "-H \"Authorization: Bearer $" + handle.toUpperCase(Locale.ROOT) + "\"";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /// JSON, formatted for people.
    ///
    /// @param newLine a line break with the indentation of the surrounding value
    private static String pretty(@Nullable Object value, String newLine) {
        String deeper = newLine + "  ";
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map
            when !map.isEmpty() ->
                map.entrySet().stream()
                        .map(field -> Json.encode(field.getKey()) + ": " + pretty(field.getValue(), deeper))
                        .collect(Collectors.joining("," + deeper, "{" + deeper, newLine + "}"));
            case List<?> list
            when !list.isEmpty() ->
                list.stream()
                        .map(item -> pretty(item, deeper))
                        .collect(Collectors.joining("," + deeper, "[" + deeper, newLine + "]"));
            default -> Json.encode(value);
        };
    }
}
