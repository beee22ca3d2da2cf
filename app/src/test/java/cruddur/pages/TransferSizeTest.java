package cruddur.pages;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// How much a browser transfers for its first view of the home page, compressed and without headers.
@TestInstance(Lifecycle.PER_CLASS)
class TransferSizeTest {

    private static final int FOR_ALL = 60_000;
    private static final int FOR_SCRIPTS = 15_000;

    private static final Pattern ASSET =
            Pattern.compile("(?:href|src)=\"(/[^\"#]+\\.(?:css|js|svg|webmanifest|ico))[\"#]");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import [^\\n]*'\\./([a-z]+\\.js)'");

    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());
    private final HttpClient client = HttpClient.newHttpClient();

    /// The bytes of each address.
    private final Map<String, Integer> transferred = new TreeMap<>();

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void the_home_page_with_all_of_its_assets_is_small() {
        String page = load("/", server.signIn("ada"));
        ASSET.matcher(page).results().map(each -> each.group(1)).forEach(this::loadAsset);

        assertThat(transferred.keySet())
                .as("what a page needs")
                .anyMatch(path -> path.endsWith("/cruddur.css"))
                .anyMatch(path -> path.endsWith("/icons.svg"))
                .filteredOn(path -> path.endsWith(".js"))
                .hasSizeGreaterThan(5);
        assertThat(sum("")).as(transferred.toString()).isLessThanOrEqualTo(FOR_ALL);
        assertThat(sum(".js")).as(transferred.toString()).isLessThanOrEqualTo(FOR_SCRIPTS);
    }

    private int sum(String ending) {
        return transferred.entrySet().stream()
                .filter(each -> each.getKey().endsWith(ending))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /// Loads an asset, and the scripts that it imports.
    private void loadAsset(String path) {
        if (transferred.containsKey(path)) {
            return;
        }
        String content = load(path, "");
        if (path.endsWith(".js")) {
            String folder = path.substring(0, path.lastIndexOf('/') + 1);
            IMPORT.matcher(content).results().forEach(found -> loadAsset(folder + found.group(1)));
        }
    }

    private String load(String path, String cookie) {
        HttpResponse<byte[]> answer = send(server.request(path)
                .header("Accept", "text/html,*/*;q=0.8")
                .header("Accept-Encoding", "gzip")
                .header("Cookie", cookie));
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        transferred.put(path, answer.body().length);
        return text(answer);
    }

    private static String text(HttpResponse<byte[]> answer) {
        InputStream bytes = new ByteArrayInputStream(answer.body());
        try (InputStream in = isCompressed(answer) ? new GZIPInputStream(bytes) : bytes) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isCompressed(HttpResponse<?> answer) {
        return answer.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
