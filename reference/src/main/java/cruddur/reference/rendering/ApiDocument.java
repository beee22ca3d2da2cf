package cruddur.reference.rendering;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the page about the API shows, read from the document.
///
/// @param everywhere the errors of every path
public record ApiDocument(
        String title,
        String motto,
        Prose introduction,
        List<Section> sections,
        List<Group> groups,
        List<Type> types,
        List<Answer> everywhere,
        List<Field> codes) {

    /// A section of the introduction.
    public record Section(String id, String title, Prose prose) {}

    /// The operations of one tag.
    public record Group(String id, String title, Prose prose, List<Operation> operations) {}

    /// A method of a path.
    ///
    /// @param others the statuses that are explained once for all operations
    public record Operation(
            String id,
            String method,
            String path,
            String summary,
            Prose prose,
            String who,
            List<Field> parameters,
            Optional<String> body,
            List<Answer> answers,
            List<String> others) {

        /// The successful answers.
        public Optional<Example> example() {
            return examples(true).findFirst();
        }

        /// The errors.
        public List<Example> refusals() {
            return examples(false).toList();
        }

        private Stream<Example> examples(boolean isGood) {
            return answers.stream()
                    .filter(answer -> answer.status.startsWith("2") == isGood)
                    .flatMap(answer -> answer.example.stream());
        }
    }

    /// A name with a description.
    ///
    /// @param kind its type, and whether it is optional
    public record Field(String name, String kind, Prose prose) {}

    /// A schema of an object.
    public record Type(String name, Prose prose, List<Field> fields) {}

    /// A possible answer.
    ///
    /// @param type the schema of its body
    public record Answer(
            String status,
            Prose prose,
            Optional<String> type,
            boolean isList,
            List<String> headers,
            Optional<Example> example) {}

    /// Statuses that do not depend on the operation.
    private static final List<String> OF_ALL = List.of("304", "408", "413", "414", "415", "429", "431", "503", "504");

    private static final List<String> METHODS = List.of("get", "put", "post", "delete");

    static ApiDocument of(String yaml) {
        Node root = Node.document(yaml);
        Node info = root.at("info");
        String[] parts = info.at("description").text().split("(?m)^## ", -1);
        return new ApiDocument(
                info.at("title").text(),
                info.at("summary").text(),
                Prose.of(parts[0]),
                Arrays.stream(parts).skip(1).map(ApiDocument::section).toList(),
                root.at("tags").items().map(tag -> group(tag, root)).toList(),
                types(root.at("components").at("schemas")),
                everywhere(root),
                codes(root.at("components").at("schemas").at("Code")));
    }

    private static Section section(String written) {
        String[] titleAndRest = written.split("\\n", 2);
        return new Section(id(titleAndRest[0]), titleAndRest[0], Prose.of(titleAndRest[1]));
    }

    private static Group group(Node tag, Node root) {
        String name = tag.at("name").text();
        List<Operation> operations =
                root.at("paths").entries((path, methods) -> operations(path, methods, name)).stream()
                        .flatMap(List::stream)
                        .toList();
        return new Group(
                "about-" + id(name),
                capital(name),
                Prose.of(tag.at("description").text()),
                operations);
    }

    private static List<Operation> operations(String path, Node methods, String tag) {
        return METHODS.stream()
                .filter(method -> methods.at(method).at("tags").items().anyMatch(t -> t.is(tag)))
                .map(method -> operation(method.toUpperCase(Locale.ROOT), path, methods.at(method)))
                .toList();
    }

    private static Operation operation(String method, String path, Node operation) {
        Node responses = operation.at("responses");
        List<Answer> answers = responses.entries((status, response) -> answer(status, response, method, path));
        return new Operation(
                operation.at("operationId").text(),
                method,
                path,
                operation.at("summary").text(),
                Prose.of(operation.at("description").text()),
                who(operation.at("security")),
                operation.at("parameters").items().map(ApiDocument::parameter).toList(),
                operation.at("requestBody").at("content").at("application/json").nameAt("schema"),
                answers.stream().filter(answer -> !isOfAll(answer)).toList(),
                answers.stream()
                        .filter(ApiDocument::isOfAll)
                        .map(Answer::status)
                        .toList());
    }

    private static boolean isOfAll(Answer answer) {
        return OF_ALL.contains(answer.status);
    }

    private static String who(Node security) {
        List<Node> ways = security.items().toList();
        if (ways.isEmpty()) {
            return "Public.";
        }
        return ways.size() > 1 ? "Public, with a token or without." : "Needs a token.";
    }

    private static Field parameter(Node parameter) {
        String kind = "in the "
                + switch (parameter.at("in").text()) {
                    case "path" -> "path";
                    case "query" -> "query";
                    default -> "headers";
                }
                + (parameter.at("required").is(true) ? "" : ", optional");
        return new Field(
                parameter.at("name").text(),
                kind,
                Prose.of(parameter.at("description").text()));
    }

    private static Answer answer(String status, Node response, String method, String path) {
        Node json = response.at("content").at("application/json");
        Node schema = json.at("schema");
        return new Answer(
                status,
                Prose.of(response.at("description").text()),
                schema.nameAt("items").or(() -> json.nameAt("schema")),
                schema.at("items").isThere(),
                response.at("headers").entries((name, _) -> name),
                response.at("x-example-request").ifThere().map(_ -> Example.of(status, response, method, path)));
    }

    private static List<Type> types(Node schemas) {
        return schemas.entries(ApiDocument::type).stream()
                .filter(type -> !type.fields.isEmpty())
                .toList();
    }

    private static Type type(String name, Node schema) {
        List<String> required = schema.at("required").items().map(Node::text).toList();
        return new Type(
                name,
                Prose.of(schema.at("description").text()),
                schema.at("properties")
                        .entries((field, rules) -> new Field(
                                field,
                                kind(rules, schema.at("properties").nameAt(field))
                                        + (required.contains(field) ? "" : ", optional"),
                                Prose.of(rules.at("description").text()))));
    }

    private static String kind(Node rules, Optional<String> name) {
        if (name.isPresent()) {
            return name.get();
        }
        Optional<String> items = rules.nameAt("items");
        if (items.isPresent()) {
            return "array of " + items.get();
        }
        String choices = rules.at("enum").items().map(Node::text).collect(Collectors.joining(", "));
        String constant = rules.at("const").text();
        String types = rules.at("type").items().map(Node::text).collect(Collectors.joining(" or "));
        String type = types.isEmpty() ? rules.at("type").text() : types;
        String format = switch (rules.at("format").text()) {
            case "uuid" -> type.replace("string", "uuid");
            case "date-time" -> type.replace("string", "time");
            default -> type;
        };
        return choices + constant + format;
    }

    /// One answer for each status, from the first operation that has it.
    private static List<Answer> everywhere(Node root) {
        Node wrongMethod = root.at("x-any-address").at("other method");
        return Stream.concat(
                        Stream.of(answer("405", wrongMethod, "", "")),
                        OF_ALL.stream().map(status -> firstOf(status, root)))
                .sorted(Comparator.comparing(Answer::status))
                .toList();
    }

    private static Answer firstOf(String status, Node root) {
        Node response = root.at("paths").entries((_, methods) -> methods).stream()
                .flatMap(methods -> METHODS.stream().map(methods::at))
                .map(operation -> operation.at("responses").at(status))
                .filter(Node::isThere)
                .findFirst()
                .orElseThrow();
        return answer(status, response, "", "");
    }

    private static List<Field> codes(Node code) {
        return code.at("oneOf")
                .items()
                .map(each -> new Field(
                        each.at("const").text(),
                        "",
                        Prose.of(each.at("description").text())))
                .toList();
    }

    private static String id(String title) {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
