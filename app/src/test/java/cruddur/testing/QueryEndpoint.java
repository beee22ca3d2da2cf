package cruddur.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Stands in for an AWS service with the Query protocol: a form comes in, XML goes out. Records every
/// request. It knows one access key.
public abstract sealed class QueryEndpoint implements AutoCloseable permits Ec2Endpoint, RdsEndpoint {

    public static final String ACCESS_KEY = "AKIDEXAMPLE";
    public static final String ACCOUNT = "123456789012";

    /// A fault of a request.
    public enum Fault {
        /// The request is not allowed.
        REFUSES,
        /// The request is throttled.
        THROTTLES,
        /// The request does not arrive.
        LOSES_REQUESTS,
        /// The action is done, but the answer is lost.
        LOSES_ANSWERS
    }

    /// A request that the service refuses.
    protected static final class Refusal extends Exception {

        private final int status;
        private final String code;

        public Refusal(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }

    private final HttpServer server;
    private final String namespace;
    private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();
    private final Map<String, ConcurrentLinkedQueue<Refusal>> refusals = new ConcurrentHashMap<>();
    private final Set<String> dropped = ConcurrentHashMap.newKeySet();
    private volatile String arn = "arn:aws:iam::" + ACCOUNT + ":user/ada";
    private volatile int sound = Integer.MAX_VALUE;
    private volatile Fault fault = Fault.REFUSES;

    /// @param namespace of the XML
    protected QueryEndpoint(String namespace) {
        this.namespace = namespace;
        try {
            server = HttpServer.create(Ports.freeAddress(), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Carries out an action.
    ///
    /// @return the content of its `…Result`; a list in it is several elements of one name
    protected abstract JsonObject answer(String action, Map<String, String> request) throws Refusal;

    /// The requested actions, in order.
    public List<String> actions() {
        return requests.stream()
                .map(request -> request.getOrDefault("Action", ""))
                .toList();
    }

    /// The fields of all requests for an action, without `Action` and `Version`.
    public List<Map<String, String>> requests(String action) {
        return requests.stream()
                .filter(request -> action.equals(request.get("Action")))
                .map(QueryEndpoint::withoutEnvelope)
                .toList();
    }

    /// The fields of the only request for an action.
    public Map<String, String> request(String action) {
        List<Map<String, String>> all = requests(action);
        if (all.size() != 1) {
            throw new IllegalStateException(all.size() + " requests instead of one: " + action);
        }
        return all.getFirst();
    }

    private static Map<String, String> withoutEnvelope(Map<String, String> request) {
        Map<String, String> fields = new TreeMap<>(request);
        fields.keySet().removeAll(Set.of("Action", "Version"));
        return fields;
    }

    /// Refuses the next request for this action; may be called several times.
    public void refuses(String action, int status, String code, String message) {
        refusals.computeIfAbsent(action, _ -> new ConcurrentLinkedQueue<>()).add(new Refusal(status, code, message));
    }

    /// Throttles the next requests for this action.
    public void throttles(String action, int requests) {
        for (int i = 0; i < requests; i++) {
            refuses(action, 400, "Throttling", "Rate exceeded");
        }
    }

    /// Carries out the next request for this action, and loses its answer.
    public void losesTheAnswerTo(String action) {
        dropped.add(action);
    }

    /// A field that a request must have.
    protected static String required(Map<String, String> request, String field) throws Refusal {
        String value = request.get(field);
        if (value == null) {
            throw new Refusal(400, "MissingParameter", "The request must contain " + field + ".");
        }
        return value;
    }

    /// All requests after this number have this fault, until [#recovers] is called.
    public void breaksAfter(int requests, Fault suffered) {
        fault = suffered;
        sound = this.requests.size() + requests;
    }

    public void recovers() {
        sound = Integer.MAX_VALUE;
    }

    /// The ARN of the credentials from now on.
    public void isAskedBy(String newArn) {
        arn = newArn;
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> request = form(exchange);
            boolean broken = requests.size() >= sound;
            requests.add(request);
            if (!broken || fault != Fault.LOSES_REQUESTS) {
                answer(exchange, request, broken);
            }
        }
    }

    private void answer(HttpExchange exchange, Map<String, String> request, boolean broken) throws IOException {
        String action = request.getOrDefault("Action", "");
        try {
            JsonObject result = result(exchange, action, request, broken);
            if (!dropped.remove(action) && !broken) {
                write(exchange, 200, success(action, result));
            }
        } catch (Refusal refusal) {
            write(exchange, refusal.status, failure(action, refusal.code, String.valueOf(refusal.getMessage())));
        }
    }

    private JsonObject result(HttpExchange exchange, String action, Map<String, String> request, boolean broken)
            throws Refusal {
        refuseStrangers(exchange);
        refuseAsTold(action);
        if (broken && fault == Fault.REFUSES) {
            throw new Refusal(403, "UnauthorizedOperation", "You are not authorized.");
        }
        if (broken && fault == Fault.THROTTLES) {
            throw new Refusal(503, "RequestLimitExceeded", "Request limit exceeded.");
        }
        return action.equals("GetCallerIdentity")
                ? JsonObject.of("Account", ACCOUNT, "UserId", "AIDAEXAMPLE", "Arn", arn)
                : answer(action, request);
    }

    private static void refuseStrangers(HttpExchange exchange) throws Refusal {
        String signature = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!signature.matches("AWS4-HMAC-SHA256 Credential="
                + ACCESS_KEY
                + "/\\d{8}/[a-z0-9-]+/[a-z0-9]+/aws4_request, .*Signature=[0-9a-f]{64}")) {
            throw new Refusal(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
        }
    }

    private void refuseAsTold(String action) throws Refusal {
        Refusal refusal =
                refusals.getOrDefault(action, new ConcurrentLinkedQueue<>()).poll();
        if (refusal != null) {
            throw refusal;
        }
    }

    private static Map<String, String> form(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        return Stream.of(body.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> decoded(pair[0]), pair -> decoded(pair[1])));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /// The XML of an answer.
    protected String success(String action, JsonObject result) {
        return xml(JsonObject.of(
                action + "Response xmlns=\"" + namespace + "\"",
                JsonObject.of(action + "Result", result, "ResponseMetadata", JsonObject.of("RequestId", requestId()))));
    }

    /// The XML of a refusal.
    protected String failure(String action, String code, String message) {
        return xml(JsonObject.of(
                "ErrorResponse xmlns=\"" + namespace + "\"",
                JsonObject.of(
                        "Error",
                        JsonObject.of("Type", "Sender", "Code", code, "Message", message),
                        "RequestId",
                        requestId())));
    }

    protected final String requestId() {
        return "00000000-0000-4000-8000-%012d".formatted(requests.size());
    }

    protected static String xml(JsonObject object) {
        return object.stream()
                .map(field -> elements(field.getKey(), field.getValue()))
                .collect(Collectors.joining());
    }

    private static String elements(String name, Object value) {
        return value instanceof JsonArray several
                ? several.stream().map(each -> element(name, each)).collect(Collectors.joining())
                : element(name, value);
    }

    private static String element(String name, Object value) {
        String content = value instanceof JsonObject object ? xml(object) : escaped(value);
        return "<" + name + ">" + content + "</" + name.replaceFirst(" .*", "") + ">";
    }

    private static String escaped(Object text) {
        return text.toString().replace("&", "&amp;").replace("<", "&lt;");
    }

    private static void write(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
