package cruddur.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import cruddur.files.Bundled;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Checks every answer that a test receives against `api/openapi.yaml`: the operation, the status,
/// the headers and the body.
public final class Contract {

    private static final String DOCUMENT = "https://cruddur.example/openapi";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final JsonNode ROOT =
            JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(Bundled.text("api/openapi.yaml")));

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            factory -> factory.schemaLoaders(loaders -> loaders.schemas(Map.of(DOCUMENT, ROOT.toString()))));

    private static final SchemaValidatorsConfig WITH_FORMATS =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    /// The statuses of errors that occur before the path is read.
    private static final Set<Integer> ANYWHERE = Set.of(414, 429, 431);

    private static final Pattern PARAMETER = Pattern.compile("\\{[a-z]+\\}");

    private static final Pattern FOR_PEOPLE = Pattern.compile(
            "/(sign-up|confirm|resend|sign-in|recover|reset|account|account/.*|dashboard|dashboard/.*|sign-out|@.*|status/.*|tags/.*|trends|search|messages|messages/.*"
                    + "|notifications.*|assets/.*|feed[.](json|atom)|favicon[.]ico|[.]well-known/change-password|robots[.]txt|manifest[.]webmanifest)");

    /// A node of the document with its JSON pointer.
    private record Part(JsonNode node, String pointer) {

        Part at(String name) {
            String escaped = name.replace("~", "~0").replace("/", "~1");
            return new Part(node.path(name), pointer + "/" + escaped).resolved();
        }

        private Part resolved() {
            JsonNode reference = node.path("$ref");
            boolean isMore = node.size() > 1;
            return reference.isMissingNode() || isMore
                    ? this
                    : part(reference.textValue().substring("#".length()));
        }

        boolean isThere() {
            return !node.isMissingNode();
        }
    }

    private Contract() {}

    /// Whether an address belongs to the API. Pages, their forms and their assets are not in the document.
    public static boolean isForPrograms(String path) {
        return !FOR_PEOPLE.matcher(path).matches();
    }

    /// The document.
    public static JsonNode document() {
        return ROOT;
    }

    /// Fails unless the document allows this answer to this request.
    static void check(HttpRequest request, HttpResponse<String> response) {
        if (!isForPrograms(request.uri().getPath())) {
            return;
        }
        Part answer = answer(request, response.statusCode());
        assertThat(answer.isThere())
                .as(
                        "api/openapi.yaml has no answer to %s %s with status %s: %s",
                        request.method(), request.uri(), response.statusCode(), response.body())
                .isTrue();
        checkHeaders(answer, response.headers());
        boolean hasBody = !request.method().equals("HEAD") && response.statusCode() != 304;
        if (hasBody) {
            checkBody(answer, response);
        }
    }

    private static Part answer(HttpRequest request, int status) {
        Part others = part("/x-any-address");
        Optional<Part> path = path(request.uri().getRawPath());
        if (path.isEmpty()) {
            return ANYWHERE.contains(status) ? anywhere(status) : ifStatus(404, status, others.at("unknown address"));
        }
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        Part operation = path.get().at(method.toLowerCase(Locale.ROOT));
        if (operation.isThere()) {
            return operation.at("responses").at(Integer.toString(status));
        }
        return method.equals("OPTIONS")
                ? ifStatus(204, status, others.at("OPTIONS"))
                : ifStatus(405, status, others.at("other method"));
    }

    private static Part anywhere(int status) {
        return part("/paths/~1/get/responses").at(Integer.toString(status));
    }

    private static Part ifStatus(int expected, int status, Part answer) {
        return expected == status ? answer : part("/nothing");
    }

    /// The matching path; of several, the one with the fewest parameters.
    private static Optional<Part> path(String path) {
        Part paths = part("/paths");
        return paths.node().properties().stream()
                .map(Map.Entry::getKey)
                .filter(template -> fits(template, path))
                .min(Comparator.comparingLong(Contract::looseness))
                .map(paths::at);
    }

    private static long looseness(String template) {
        return 2 * PARAMETER.matcher(template).results().count() - (template.contains("@") ? 1 : 0);
    }

    private static boolean fits(String template, String path) {
        String form = PARAMETER.splitAsStream(template).map(Pattern::quote).collect(Collectors.joining("[^/]+"));
        return path.replace("%40", "@").matches(template.endsWith("}") ? form + "[^/]+" : form);
    }

    private static void checkHeaders(Part answer, HttpHeaders actual) {
        Part headers = answer.at("headers");
        headers.node().properties().stream()
                .map(Map.Entry::getKey)
                .forEach(name -> checkHeader(name, headers.at(name), actual.firstValue(name)));
    }

    private static void checkHeader(String name, Part header, Optional<String> actual) {
        if (header.node().path("required").asBoolean()) {
            assertThat(actual).as("the header %s", name).isPresent();
        }
        Part schema = header.at("schema");
        boolean isNumber = schema.node().path("type").asText().equals("integer");
        actual.map(value -> isNumber ? value : JSON.valueToTree(value).toString())
                .ifPresent(value -> validate("the header " + name, schema, value));
    }

    private static void checkBody(Part answer, HttpResponse<String> response) {
        Part content = answer.at("content");
        if (!content.isThere()) {
            assertThat(response.body()).isEmpty();
            return;
        }
        String type = response.headers().firstValue("content-type").orElse("").replaceFirst(";.*", "");
        Part media = content.at(type);
        assertThat(media.isThere())
                .as("%s is one of the types of %s", type, content.pointer())
                .isTrue();
        if (type.endsWith("json")) {
            validate(response.uri().toString(), media.at("schema"), response.body());
        }
    }

    /// Fails unless the JSON is valid by a schema of the document.
    private static void validate(String what, Part schema, String json) {
        assertThat(SCHEMAS.getSchema(SchemaLocation.of(DOCUMENT + "#" + schema.pointer()), WITH_FORMATS)
                        .validate(json, InputFormat.JSON))
                .as("%s, which is %s, compared with %s", what, json, schema.pointer())
                .isEmpty();
    }

    private static Part part(String pointer) {
        return new Part(ROOT.at(pointer), pointer).resolved();
    }

    /// Parses a JSON text.
    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text + " is no JSON", e);
        }
    }
}
