package cruddur.browser;

import com.sun.net.httpserver.HttpServer;
import cruddur.testing.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// A page of another origin with Amazon's clients for Cognito in JavaScript, which npm bundles from the sources
/// in `front-end`.
final class AmazonsClients implements AutoCloseable {

    private static final Path SOURCES = Path.of("front-end");
    private static final Path BUILD = Path.of("target", "front-end");
    private static final Path BUNDLE = BUILD.resolve("bundle.js");

    private static final byte[] PAGE = """
            <!doctype html>
            <meta charset="utf-8">
            <title>A page of another origin</title>
            <script src="bundle.js"></script>
            """.getBytes(StandardCharsets.UTF_8);

    private final Browser browser;
    private final HttpServer files;

    private AmazonsClients(Browser browser, HttpServer files) {
        this.browser = browser;
        this.files = files;
    }

    static AmazonsClients on(Browser browser) {
        try {
            byte[] bundle = bundle();
            HttpServer files = HttpServer.create(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), TestServer.FRONT_END.getPort()), 0);
            serve(files, "/", "text/html", PAGE);
            serve(files, "/bundle.js", "text/javascript", bundle);
            files.start();
            return new AmazonsClients(browser, files);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void serve(HttpServer files, String path, String type, byte[] content) {
        files.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, content.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(content);
            }
        });
    }

    private static byte[] bundle() throws IOException {
        if (!isUpToDate()) {
            copySources();
            npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=5");
            npm("run", "build");
        }
        return Files.readAllBytes(BUNDLE);
    }

    private static boolean isUpToDate() throws IOException {
        if (!Files.exists(BUNDLE)) {
            return false;
        }
        for (Path source : sources()) {
            if (Files.getLastModifiedTime(source).compareTo(Files.getLastModifiedTime(BUNDLE)) > 0) {
                return false;
            }
        }
        return true;
    }

    private static void copySources() throws IOException {
        Files.createDirectories(BUILD);
        for (Path source : sources()) {
            Files.copy(source, BUILD.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.toList();
        }
    }

    private static void npm(String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("npm"));
        words.addAll(List.of(arguments));
        Process process =
                start(new ProcessBuilder(words).directory(BUILD.toFile()).redirectErrorStream(true));
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (exitCode(process) != 0) {
            throw new IllegalStateException("%s failed in %s: %s".formatted(String.join(" ", words), BUILD, output));
        }
    }

    private static Process start(ProcessBuilder npm) {
        try {
            return npm.start();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The tests of Amazon's clients in JavaScript need npm. On Debian: apt-get install npm", e);
        }
    }

    private static int exitCode(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Loads the page anew, without a session.
    ///
    /// @param pool the address of the user pool
    void open(URI pool) {
        String query = "?endpoint=" + URLEncoder.encode(pool.toString(), StandardCharsets.UTF_8);
        browser.open(View.DESKTOP, TestServer.FRONT_END.resolve("/" + query));
    }

    /// What a client answers, or its error.
    String call(String client, String operation, String... values) {
        List<String> words = new ArrayList<>(List.of(client, operation));
        words.addAll(List.of(values));
        return (String) Objects.requireNonNull(browser.runAsync(
                "const values = [...arguments]; const done = values.pop(); call(...values).then(done)",
                words.toArray()));
    }

    /// As after an hour.
    void letTokensExpire() {
        browser.run("letTokensExpire()");
    }

    /// The status of an answer of the API that the page reads.
    String statusOf(URI address, String token) {
        return String.valueOf(browser.runAsync(
                "fetch(arguments[0], { headers: { Authorization: 'Bearer ' + arguments[1] } })"
                        + ".then(answer => answer.status, error => error.message).then(arguments[2])",
                address.toString(),
                token));
    }

    /// The bodies of the requests that the page has sent.
    List<?> sent() {
        return (List<?>) Objects.requireNonNull(browser.run("return sent"));
    }

    @Override
    public void close() {
        files.stop(0);
    }
}
