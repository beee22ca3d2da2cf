package cruddur.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Every page is valid HTML, as the server sends it, whether or not a browser could make sense of it.
@TestInstance(Lifecycle.PER_CLASS)
class ValidityTest {

    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());
    private final EveryPage pages = new EveryPage(server);
    private final HttpClient client = HttpClient.newHttpClient();
    private final HtmlChecker checker = new HtmlChecker();

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void every_page_is_valid_for_strangers() {
        assertValid(pages.toOpen(), path -> open(path, ""), 15);
    }

    @Test
    void every_page_is_valid_for_people() {
        String ada = server.signIn("ada");
        assertValid(pages.toOpen(), path -> open(path, ada), 18);
    }

    @Test
    void every_refused_form_is_valid() {
        String ada = server.signIn("ada");
        assertValid(pages.toPost(), path -> post(path, ""), 5);
        assertValid(pages.toPost().filter(path -> !path.contains("delete")), path -> post(path, ada), 5);
    }

    @Test
    void an_error_would_be_found() {
        assertThat(checker.check("<!doctype html><html lang=en><title>x</title><p id=a><p id=a>"))
                .anyMatch(line -> line.contains("Duplicate ID"));
    }

    private void assertValid(Stream<String> paths, Function<String, HttpRequest.Builder> request, int atLeast) {
        Map<String, List<String>> checked = new TreeMap<>();
        paths.forEach(path -> {
            HttpResponse<String> answer = send(request.apply(path).header("Accept", "text/html"));
            if (isPage(answer)) {
                checked.put(path, checker.check(answer.body()));
            }
        });
        assertThat(checked).hasSizeGreaterThanOrEqualTo(atLeast);
        assertThat(checked)
                .allSatisfy((path, errors) -> assertThat(errors).as(path).isEmpty());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean isPage(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html");
    }

    private HttpRequest.Builder open(String path, String cookie) {
        return server.request(path).header("Cookie", cookie);
    }

    private HttpRequest.Builder post(String path, String cookie) {
        return open(path, cookie)
                .header("Origin", server.address())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("message="));
    }
}
