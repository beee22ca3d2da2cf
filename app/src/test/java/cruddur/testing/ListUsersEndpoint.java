package cruddur.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Answers `ListUsers` as Amazon Cognito does, for one pool and one access key, with its refusals.
public final class ListUsersEndpoint implements AutoCloseable {

    public static final String POOL_ID = "ca-central-1_Gerald123";
    public static final String ACCESS_KEY = "AKIDEXAMPLE";

    private static final int PAGE = 60;

    private final HttpServer server;
    private final JsonArray users = new JsonArray();
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private final AtomicInteger throttled = new AtomicInteger();

    private ListUsersEndpoint(HttpServer server) {
        this.server = server;
        server.createContext("/", this::handle);
        server.start();
    }

    public static ListUsersEndpoint start() {
        try {
            return new ListUsersEndpoint(HttpServer.create(Ports.freeAddress(), 0));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// The results so far: `OK`, or the name of an exception.
    public List<String> answers() {
        return List.copyOf(answers);
    }

    /// A confirmed account.
    public void has(String handle) {
        has(handle, "CONFIRMED", true);
    }

    public void has(String handle, String status, boolean enabled) {
        hasWith(
                status,
                enabled,
                "sub",
                "sub-" + handle,
                "name",
                "Name of " + handle,
                "email",
                handle + "@example.com",
                "preferred_username",
                handle);
    }

    /// An account with these attributes: names and values, in turn.
    public void hasWith(String status, boolean enabled, String... attributes) {
        JsonArray pairs = new JsonArray();
        for (int i = 0; i < attributes.length; i += 2) {
            pairs.add(BuiltInPool.attribute(attributes[i], attributes[i + 1]));
        }
        users.add(JsonObject.of(
                "Username",
                attributes[1],
                "Attributes",
                pairs,
                "Enabled",
                enabled,
                "UserStatus",
                status,
                "UserCreateDate",
                1.7e9));
    }

    /// Throttles the next requests.
    public void throttles(int requests) {
        throttled.set(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonObject input =
                    new JsonObject(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            String refusal = refusal(exchange, input);
            answers.add(refusal.isEmpty() ? "OK" : refusal);
            if (refusal.isEmpty()) {
                write(exchange, 200, page(input));
            } else {
                write(exchange, 400, JsonObject.of("__type", refusal, "message", "Refused."));
            }
        }
    }

    private String refusal(HttpExchange exchange, JsonObject input) {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String signature = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!"AWSCognitoIdentityProviderService.ListUsers".equals(target)) {
            return "UnknownOperationException";
        }
        if (!signature.matches("AWS4-HMAC-SHA256 Credential="
                + ACCESS_KEY
                + "/\\d{8}/ca-central-1/cognito-idp/aws4_request, .*Signature=[0-9a-f]{64}")) {
            return "UnrecognizedClientException";
        }
        if (!Set.of("UserPoolId", "PaginationToken").containsAll(input.fieldNames())) {
            return "InvalidParameterException";
        }
        if (!POOL_ID.equals(input.getString("UserPoolId"))) {
            return "ResourceNotFoundException";
        }
        return throttled.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? "TooManyRequestsException" : "";
    }

    private JsonObject page(JsonObject input) {
        int from = Integer.parseInt(input.getString("PaginationToken", "0"));
        int to = Math.min(users.size(), from + PAGE);
        JsonArray shown = new JsonArray();
        IntStream.range(from, to).mapToObj(users::getJsonObject).forEach(shown::add);
        JsonObject page = JsonObject.of("Users", shown);
        return to < users.size() ? page.put("PaginationToken", Integer.toString(to)) : page;
    }

    private static void write(HttpExchange exchange, int status, JsonObject body) throws IOException {
        byte[] bytes = body.encode().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
