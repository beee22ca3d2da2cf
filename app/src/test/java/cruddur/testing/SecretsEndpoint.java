package cruddur.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import cruddur.secrets.Signer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands in for AWS Secrets Manager: checks the signature, and returns the secret.
public final class SecretsEndpoint implements AutoCloseable {

    public static final String ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds!db-1a2b-Xy9";

    private final HttpServer server;
    private final Signer signer = new Signer("AKIDEXAMPLE", "secret/key", "token", "eu-central-1", "secretsmanager");
    private final String user;
    private volatile String password;
    private volatile boolean failing;
    private final AtomicInteger calls = new AtomicInteger();

    public SecretsEndpoint(String user, String password) throws IOException {
        this.user = user;
        this.password = password;
        server = HttpServer.create(Ports.freeAddress(), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /// The settings of the function.
    public Map<String, String> settings() {
        return Map.of(
                "CONNECTION_SECRET_ARN",
                ARN,
                "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "AWS_ACCESS_KEY_ID",
                signer.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY",
                signer.secretAccessKey(),
                "AWS_SESSION_TOKEN",
                "token");
    }

    public void rotate(String newPassword) {
        password = newPassword;
    }

    /// Whether it answers with an error from now on.
    public void fail(boolean fails) {
        failing = fails;
    }

    public int calls() {
        return calls.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            calls.incrementAndGet();
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean right = !failing
                    && isSigned(exchange, body)
                    && new JsonObject(new String(body, StandardCharsets.UTF_8))
                            .getString("SecretId")
                            .equals(ARN);
            JsonObject answer = right
                    ? new JsonObject().put("SecretString", login().encode())
                    : new JsonObject().put("__type", "InvalidSignatureException");
            byte[] bytes = answer.encode().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(right ? 200 : 400, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private JsonObject login() {
        return new JsonObject().put("username", user).put("password", password);
    }

    /// Signs the request again, with the header names in its signature.
    private boolean isSigned(HttpExchange exchange, byte[] body) {
        String authorization = exchange.getRequestHeaders().getFirst("authorization");
        Map<String, String> headers = new TreeMap<>();
        signedNames(authorization)
                .forEach(name -> headers.put(name, exchange.getRequestHeaders().getFirst(name)));
        Instant time = Instant.parse(headers.getOrDefault("x-amz-date", "")
                .replaceAll("(....)(..)(..)T(..)(..)(..)Z", "$1-$2-$3T$4:$5:$6Z"));
        return authorization.equals(
                signer.signed("POST", "/", headers, body, time).get("authorization"));
    }

    private static List<String> signedNames(String authorization) {
        String names = authorization.replaceFirst("^.*SignedHeaders=([^,]*),.*$", "$1");
        return List.of(names.split(";", -1));
    }
}
