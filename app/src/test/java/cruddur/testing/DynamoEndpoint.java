package cruddur.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import cruddur.secrets.Signer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One table of DynamoDB, by its wire protocol: `UpdateItem` with `SET` and `ADD`, and with conditions of
/// `attribute_not_exists` and `<`; `GetItem`; and the failures of a network and a service. It checks signatures.
public final class DynamoEndpoint implements AutoCloseable {

    public static final String TABLE = "cruddur-metrics";

    private static final Pattern SET = Pattern.compile("\\bSET (\\S+) = (:\\w+)");
    private static final Pattern ADD = Pattern.compile("\\bADD (.+)$");
    private static final Pattern LESS = Pattern.compile("(\\S+) < (:\\w+)");
    private static final Pattern MISSING = Pattern.compile("attribute_not_exists\\((\\S+)\\)");

    /// What happens to a request.
    public enum Fault {
        /// Refused because of its rate.
        THROTTLED,
        /// Carried out; then the connection breaks.
        ANSWER_LOST,
        /// Carried out; the answer comes too late.
        ANSWER_LATE,
        /// Not carried out; the service has an error.
        BROKEN
    }

    private record Refusal(String type) {}

    private final HttpServer server;
    private final Signer signer = new Signer("AKIDEXAMPLE", "secret/key", null, "ca-central-1", "dynamodb");
    private final Map<String, JsonObject> items = new TreeMap<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final List<JsonObject> requests = new ArrayList<>();

    public DynamoEndpoint() throws IOException {
        server = HttpServer.create(Ports.freeAddress(), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// The settings of a server that counts here.
    public Map<String, String> settings() {
        return Map.of(
                "METRICS_TABLE",
                TABLE,
                "AWS_ENDPOINT_URL_DYNAMODB",
                address(),
                "AWS_REGION",
                signer.region(),
                "AWS_ACCESS_KEY_ID",
                signer.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY",
                signer.secretAccessKey());
    }

    /// Lets the next requests fail, one after the other.
    public synchronized void fail(List<Fault> next) {
        faults.addAll(next);
    }

    /// Whether all faults have happened.
    public synchronized boolean isWell() {
        return faults.isEmpty();
    }

    /// The bodies of all requests so far.
    public synchronized List<JsonObject> requests() {
        return List.copyOf(requests);
    }

    /// The sum of an attribute of all days of a metric.
    public synchronized long sum(String metric, String attribute) {
        return items.values().stream()
                .filter(item -> item.getJsonObject("metric").getString("S").equals(metric))
                .mapToLong(item -> number(item, attribute).longValueExact())
                .sum();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Fault fault = next(body);
            if (fault == Fault.BROKEN) {
                send(
                        exchange,
                        500,
                        new JsonObject().put("__type", "com.amazonaws.dynamodb.v20120810#InternalServerError"));
            } else if (fault == Fault.THROTTLED) {
                refuse(exchange, "ProvisionedThroughputExceededException");
            } else {
                carryOut(exchange, body, fault);
            }
        }
    }

    private synchronized Fault next(byte[] body) {
        requests.add(new JsonObject(new String(body, StandardCharsets.UTF_8)));
        return faults.poll();
    }

    private void carryOut(HttpExchange exchange, byte[] body, Fault fault) throws IOException {
        Object answer = isSigned(exchange, body)
                ? answer(exchange, new JsonObject(new String(body, StandardCharsets.UTF_8)))
                : new Refusal("InvalidSignatureException");
        if (fault == Fault.ANSWER_LOST) {
            return;
        }
        if (fault == Fault.ANSWER_LATE) {
            pause();
        }
        if (answer instanceof Refusal refusal) {
            refuse(exchange, refusal.type);
        } else {
            send(exchange, 200, (JsonObject) answer);
        }
    }

    /// Longer than the server waits.
    private static void pause() {
        try {
            Thread.sleep(1_500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Object answer(HttpExchange exchange, JsonObject request) {
        if (!TABLE.equals(request.getString("TableName"))) {
            return new Refusal("ResourceNotFoundException");
        }
        return switch (String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"))) {
            case "DynamoDB_20120810.UpdateItem" -> update(request);
            case "DynamoDB_20120810.GetItem" ->
                new JsonObject().put("Item", items.getOrDefault(id(request.getJsonObject("Key")), new JsonObject()));
            default -> new Refusal("UnknownOperationException");
        };
    }

    private Object update(JsonObject request) {
        JsonObject key = request.getJsonObject("Key");
        JsonObject item = items.getOrDefault(id(key), key).copy();
        if (!isMet(request, item)) {
            return new Refusal("ConditionalCheckFailedException");
        }
        String update = request.getString("UpdateExpression");
        Matcher set = SET.matcher(update);
        while (set.find()) {
            item.put(name(request, set.group(1)), value(request, set.group(2)));
        }
        Matcher add = ADD.matcher(update);
        if (add.find()) {
            for (String part : add.group(1).split(", *", -1)) {
                String[] words = part.split(" ", -1);
                add(item, name(request, words[0]), value(request, words[1]));
            }
        }
        items.put(id(key), item);
        return new JsonObject();
    }

    /// Of a key, whose attributes may come in any order.
    private static String id(JsonObject key) {
        return key.getJsonObject("metric").getString("S") + " "
                + key.getJsonObject("day").getString("S");
    }

    private static void add(JsonObject item, String name, JsonObject amount) {
        BigDecimal sum = number(item, name).add(new BigDecimal(amount.getString("N")));
        item.put(name, new JsonObject().put("N", sum.toPlainString()));
    }

    private static BigDecimal number(JsonObject item, String name) {
        return new BigDecimal(item.getJsonObject(name, new JsonObject()).getString("N", "0"));
    }

    private static boolean isMet(JsonObject request, JsonObject item) {
        String condition = request.getString("ConditionExpression", "");
        Matcher missing = MISSING.matcher(condition);
        Matcher less = LESS.matcher(condition);
        return condition.isEmpty()
                || (missing.find() && !item.containsKey(name(request, missing.group(1))))
                || (less.find()
                        && item.containsKey(name(request, less.group(1)))
                        && number(item, name(request, less.group(1)))
                                        .compareTo(new BigDecimal(
                                                value(request, less.group(2)).getString("N")))
                                < 0);
    }

    private static String name(JsonObject request, String name) {
        return request.getJsonObject("ExpressionAttributeNames", new JsonObject())
                .getString(name, name);
    }

    private static JsonObject value(JsonObject request, String name) {
        return request.getJsonObject("ExpressionAttributeValues").getJsonObject(name);
    }

    private static void refuse(HttpExchange exchange, String type) throws IOException {
        send(
                exchange,
                400,
                new JsonObject()
                        .put("__type", "com.amazonaws.dynamodb.v20120810#" + type)
                        .put("message", "Refused."));
    }

    private static void send(HttpExchange exchange, int status, JsonObject answer) throws IOException {
        byte[] bytes = answer.encode().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /// Signs the request again, with the header names in its signature.
    private boolean isSigned(HttpExchange exchange, byte[] body) {
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("authorization"));
        Map<String, String> headers = new TreeMap<>();
        new JsonArray(List.of(authorization
                        .replaceFirst("^.*SignedHeaders=([^,]*),.*$", "$1")
                        .split(";", -1)))
                .forEach(name -> headers.put(
                        name.toString(), exchange.getRequestHeaders().getFirst(name.toString())));
        Instant time = Instant.parse(headers.getOrDefault("x-amz-date", "")
                .replaceAll("(....)(..)(..)T(..)(..)(..)Z", "$1-$2-$3T$4:$5:$6Z"));
        return authorization.equals(
                signer.signed("POST", "/", headers, body, time).get("authorization"));
    }
}
