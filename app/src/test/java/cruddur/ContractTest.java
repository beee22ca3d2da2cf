package cruddur;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import cruddur.http.Media;
import cruddur.http.Route;
import cruddur.localcognito.LocalPool;
import cruddur.testing.Cluster;
import cruddur.testing.Contract;
import cruddur.testing.ExampleMatch;
import cruddur.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Compares `api/openapi.yaml` with the routes, with the schema and with the answers to its own
/// examples. Every test that sends a request checks its answer against the document.
@TestInstance(Lifecycle.PER_CLASS)
class ContractTest {

    /// A code that no route answers any more, but clients know.
    private static final String CODE_OF_OLD = "activity_uuid_blank";

    /// Codes for accounts, which have no rows in this database.
    private static final Set<String> CODES_OF_THE_POOL = Set.of(
            "email_invalid",
            "email_taken",
            "email_unconfirmed",
            "email_confirmed_already",
            "password_blank",
            "old_password_blank",
            "password_too_weak",
            "password_exceed_max_chars",
            "password_reset_required",
            "code_blank",
            "code_mismatch",
            "code_expired");

    /// Answers only with the built-in pool; its tests check these against the document.
    private static final Set<String> OF_THE_BUILT_IN_POOL =
            Set.of("GET " + LocalPool.JWKS_PATH, "GET " + LocalPool.CONFIGURATION_PATH, "GET " + LocalPool.OUTBOX_PATH);

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");

    /// A response in the document, with its request.
    private record Example(String method, String path, String status, JsonNode response) {

        JsonNode request() {
            return response.path("x-example-request");
        }

        boolean isRead() {
            return method.equals("GET") && !request().has("first");
        }

        /// The lines of the example's body; empty if it is not JSON.
        List<String> answer() {
            return values(response.path("content"))
                    .filter(media -> media.has("example"))
                    .map(media -> media.path("example").toString())
                    .toList();
        }

        @Override
        public String toString() {
            return method + " " + request().path("path").asText(path) + ": " + status;
        }
    }

    private final TestServer server = TestServer.on(Cluster.NEWEST.seeded());

    /// Removes the expired activities of the seed world, so that no purge runs during a test.
    @BeforeAll
    void nothing_waits_to_be_removed() {
        server.sql().run("delete from activities where expires_at <= now()");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void the_document_has_every_route_and_the_server_has_every_operation() {
        Set<String> documented = operations().map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
        Set<String> answered = server.routes().stream()
                .filter(route -> Contract.isForPrograms(route.path()))
                .filter(route -> route.body() != Media.FORM)
                .map(ContractTest::name)
                .collect(Collectors.toCollection(TreeSet::new));
        answered.addAll(OF_THE_BUILT_IN_POOL);

        assertThat(documented).isEqualTo(answered);
    }

    private static String name(Route route) {
        return route.method() + " " + route.path();
    }

    @Test
    void every_operation_has_a_name_of_its_own_a_summary_and_an_example() {
        List<JsonNode> operations = operations().map(Map.Entry::getValue).toList();

        assertThat(operations).allSatisfy(operation -> {
            assertThat(operation.path("summary").asText()).isNotBlank();
            assertThat(operation.path("description").asText()).isNotBlank();
        });
        assertThat(operations).map(operation -> operation.path("operationId")).doesNotHaveDuplicates();
        assertThat(operations().map(Map.Entry::getKey).filter(name -> !OF_THE_BUILT_IN_POOL.contains(name)))
                .allSatisfy(name ->
                        assertThat(examples()).anyMatch(example -> name.equals(example.method + " " + example.path)));
    }

    @TestFactory
    Stream<DynamicTest> every_example_holds() {
        return examples().stream()
                // Reads come first, before a write changes their data.
                .sorted(Comparator.comparing(Example::isRead).reversed())
                .map(example -> DynamicTest.dynamicTest(example.toString(), () -> replay(example)));
    }

    private void replay(Example example) {
        JsonNode first = example.request().path("first");
        if (!first.isMissingNode()) {
            HttpResponse<String> before = send(first.path("method").asText(), "", first);
            assertThat(before.statusCode()).as(before.body()).isLessThan(300);
        }
        HttpResponse<String> answer = send(example.method, example.path, example.request());
        assertThat(answer.statusCode()).as(answer.body()).hasToString(example.status);
        example.answer().forEach(shown -> ExampleMatch.checkJson(example.toString(), shown, answer.body()));
    }

    private HttpResponse<String> send(String method, String path, JsonNode request) {
        String address = request.path("path").asText(path);
        HttpRequest.Builder builder = request.has("as")
                ? server.requestBySeed(request.path("as").asText(), address)
                : server.request(address);
        request.path("headers")
                .properties()
                .forEach(header ->
                        builder.header(header.getKey(), header.getValue().asText()));
        return server.send(builder.method(
                method,
                request.has("body")
                        ? BodyPublishers.ofString(request.path("body").toString())
                        : BodyPublishers.noBody()));
    }

    @Test
    void an_answer_that_drifts_from_the_document_is_noticed() {
        try (TestServer drifting = TestServer.on(Cluster.NEWEST.seeded())) {
            drifting.sql().run("alter type public.card rename attribute message to words");

            assertThatThrownBy(() -> drifting.get("/api/activities/home?limit=1"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContainingAll("'message'", "'words'");
        }
    }

    @Test
    void the_codes_are_those_that_the_schema_can_raise() {
        Set<String> raised = new TreeSet<>(server.sql().run("""
                                        with written as (
                                          select unnest(array['users', 'activities', 'idempotency_keys', 'messages', 'blocks', 'reports'])::regclass as relation
                                        )
                                        select conname::text as code from pg_constraint
                                        join written on conrelid = relation and contype in ('c', 'u')
                                        union
                                        select indexrelid::regclass::text from pg_index
                                        join written on indrelid = relation and indisunique and not indisprimary
                                        union
                                        select attname || '_blank' from pg_attribute
                                        join written on attrelid = relation and attnotnull and atttypid = 'text'::regtype
                                        union
                                        select (regexp_matches(prosrc, 'constraint = ''(\\w+)''', 'g'))[1] from pg_proc
                                        where pronamespace = 'public'::regnamespace
                                        """));
        raised.add(CODE_OF_OLD);
        raised.addAll(CODES_OF_THE_POOL);

        assertThat(codes()).isEqualTo(raised);
    }

    @Test
    void no_operation_has_a_code_that_is_not_explained() {
        List<String> used = operations()
                .flatMap(operation ->
                        texts(operation.getValue().at("/responses/422/content/application~1json/schema/items/enum")))
                .toList();

        assertThat(used).isNotEmpty().isSubsetOf(codes());
    }

    private static Set<String> codes() {
        return values(Contract.document().at("/components/schemas/Code/oneOf"))
                .filter(code -> !code.path("description").asText().isBlank())
                .map(code -> code.path("const").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<JsonNode> values(JsonNode parent) {
        return StreamSupport.stream(parent.spliterator(), false);
    }

    private static Stream<String> texts(JsonNode array) {
        return values(array).map(JsonNode::asText);
    }

    private static List<Example> examples() {
        return operations()
                .flatMap(operation -> {
                    String[] name = operation.getKey().split(" ", 2);
                    return operation.getValue().path("responses").properties().stream()
                            .map(response -> new Example(name[0], name[1], response.getKey(), response.getValue()));
                })
                .filter(example -> example.response.has("x-example-request"))
                .toList();
    }

    /// All operations, by method and path.
    private static Stream<Map.Entry<String, JsonNode>> operations() {
        return Contract.document().path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .map(method -> Map.entry(
                                method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), method.getValue())));
    }
}
