package dev;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `cruddur up` in a process of its own, on a port behind the [Front].
///
/// It is replaced without being stopped in order: PostgreSQL runs on, and the next one takes it over.
/// What was acknowledged is on the disk by then.
final class Server {

    private static final int PATIENCE_MILLIS = 60_000;

    private final Path checkout;
    private final Classes classes;
    private final int publicPort;
    private final String[] arguments;
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile int port;
    private Process process;

    /// @param publicPort the port that the server's own messages name
    /// @param arguments of `cruddur up`
    Server(Path checkout, Classes classes, int publicPort, String[] arguments) throws IOException {
        this.checkout = checkout;
        this.classes = classes;
        this.publicPort = publicPort;
        this.arguments = arguments;
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Of the newest server. Another program may have taken the port of the one before.
    int port() {
        return port;
    }

    boolean hasEnded() {
        return process != null && !process.isAlive();
    }

    /// Of a server that has ended.
    int exitCode() {
        return process.exitValue();
    }

    /// Ends the server, starts a new one, and waits until it is ready or has failed.
    synchronized void replace() throws IOException, InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
        port = freePort();
        process = start();
        Process started = process;
        int startedAt = port;
        Thread.startVirtualThread(() -> print(started, startedAt));
        awaitReady();
    }

    private Process start() throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + checkout.resolve("bin/support/java.options"),
                "-XX:TieredStopAtLevel=1",
                "-Dcruddur.checkout=" + checkout,
                "-cp",
                classes.path(),
                "cruddur.Main",
                "up"));
        words.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PORT", Integer.toString(port));
        builder.environment().put("CRUDDUR_EDITING", "yes");
        return builder.start();
    }

    private void print(Process started, int startedAt) {
        try (BufferedReader output = started.inputReader()) {
            output.lines()
                    .map(line -> line.replace("127.0.0.1:" + startedAt, "127.0.0.1:" + publicPort))
                    .forEach(System.err::println);
        } catch (IOException | UncheckedIOException _) {
            // It has ended.
        }
    }

    private void awaitReady() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz"))
                .build();
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (process.isAlive() && System.currentTimeMillis() < deadline) {
            try {
                if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException _) {
                // It does not listen yet.
            }
            Thread.sleep(20);
        }
    }

    /// Stops it in order, with its PostgreSQL.
    private void stop() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
