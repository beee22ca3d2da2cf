package cruddur.lambda.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A Lambda function, run as Lambda runs it: a process with Amazon's runtime interface client, which
/// asks a Runtime API for events. This class serves that API on loopback. One event at a time; Linux
/// only.
public final class LocalFunction implements AutoCloseable {

    private static final String API = "/2018-06-01/runtime/";

    private static final String NAME = "cruddur-post-confirmation";

    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client";

    private static final int POLL_MILLIS = 100;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// The result of one event.
    public static final class Answer {

        private final boolean failed;
        private final byte[] body;

        private Answer(boolean failed, byte[] body) {
            this.failed = failed;
            this.body = body;
        }

        /// Whether the body is an error instead of the function's answer.
        public boolean failed() {
            return failed;
        }

        public byte[] body() {
            return body;
        }

        /// The body as text.
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final HttpServer api;
    private final BlockingQueue<byte[]> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final Path log;
    private final Process process;

    private LocalFunction(Path build, String handler, Map<String, String> settings, Path log) throws IOException {
        this.log = log;
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        api.createContext(API, this::serve);
        api.start();
        process = process(build, handler, settings).redirectOutput(log.toFile()).start();
    }

    /// Starts the one that Amazon Cognito calls.
    public static LocalFunction start(Path build, Map<String, String> settings, Path log) {
        return start(build, "cruddur.lambda.PostConfirmation", settings, log);
    }

    /// Starts it, and returns without waiting for it.
    ///
    /// @param handler its class
    /// @param build the folder that the module `lambda` is built into
    /// @param settings the function's whole environment; it inherits nothing
    /// @param log receives its output
    /// @throws IllegalStateException if the function has not been built
    public static LocalFunction start(Path build, String handler, Map<String, String> settings, Path log) {
        if (!Files.exists(jar(build))) {
            throw new IllegalStateException("There is no " + jar(build) + ". Build it with: bin/lambda-build");
        }
        try {
            return new LocalFunction(build, handler, settings, log);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot start the function: " + e.getMessage(), e);
        }
    }

    private static Path jar(Path build) {
        return build.resolve(NAME + ".jar");
    }

    /// The client's native library, for Lambda's platforms.
    private static Path library(Path build) {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        return build.resolve("runtime/jni/libaws-lambda-jni.linux-" + machine + ".so");
    }

    /// With the flags of Lambda's own runtime.
    private ProcessBuilder process(Path build, String handler, Map<String, String> settings) {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-D" + CLIENT + ".runtimeapi.NativeClient.JNI=" + library(build),
                "-cp",
                build.resolve("runtime") + "/*:" + jar(build),
                CLIENT + ".AWSLambda",
                handler + "::handleRequest"));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put(
                "AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + api.getAddress().getPort());
        environment.put("AWS_LAMBDA_FUNCTION_NAME", NAME);
        environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
        environment.put("LAMBDA_TASK_ROOT", build.toString());
        environment.putAll(settings);
        return builder.redirectErrorStream(true);
    }

    /// Waits until it asks for its first event.
    ///
    /// @throws IllegalStateException if it ends, or takes longer than 30 seconds
    public void awaitReady() {
        await(() -> waiting.await(POLL_MILLIS, TimeUnit.MILLISECONDS) ? this : null);
    }

    /// Sends it an event, and waits for the result.
    ///
    /// @throws IllegalStateException if it ends, or takes longer than 30 seconds
    public synchronized Answer invoke(byte[] event) {
        events.add(event);
        return await(() -> answers.poll(POLL_MILLIS, TimeUnit.MILLISECONDS));
    }

    @FunctionalInterface
    private interface Poll<T> {
        @Nullable
        T now() throws InterruptedException;
    }

    private <T> T await(Poll<T> poll) {
        try {
            Instant deadline = Instant.now().plus(PATIENCE);
            while (process.isAlive() && Instant.now().isBefore(deadline)) {
                T found = poll.now();
                if (found != null) {
                    return found;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("The function does not answer. Its log:\n" + output());
    }

    /// Its log so far.
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read the function's log: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        api.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String call = exchange.getRequestURI().getPath().substring(API.length());
            if (call.equals("invocation/next")) {
                giveNext(exchange);
            } else if (call.endsWith("/response") || call.endsWith("/error")) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                answers.add(new Answer(call.endsWith("/error"), body));
                exchange.sendResponseHeaders(202, -1);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private void giveNext(HttpExchange exchange) throws IOException {
        waiting.countDown();
        try {
            byte[] event = events.take();
            exchange.getResponseHeaders().putAll(invocation());
            exchange.sendResponseHeaders(200, event.length == 0 ? -1 : event.length);
            exchange.getResponseBody().write(event);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// The headers that Lambda sends with an event; the client requires them.
    private static Map<String, List<String>> invocation() {
        long deadline = System.currentTimeMillis() + PATIENCE.toMillis();
        return Map.of(
                "Content-Type",
                List.of("application/json"),
                "Lambda-Runtime-Aws-Request-Id",
                List.of(UUID.randomUUID().toString()),
                "Lambda-Runtime-Deadline-Ms",
                List.of(Long.toString(deadline)),
                "Lambda-Runtime-Invoked-Function-Arn",
                List.of("arn:aws:lambda:eu-central-1:000000000000:function:" + NAME),
                "Lambda-Runtime-Trace-Id",
                List.of("Root=1-00000000-000000000000000000000000;Sampled=0"));
    }
}
