package cruddur.http;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class GzipTest {

    private final TestServer server = TestServer.on(Cluster.NEWEST.seeded());
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/activities/home", "/api/openapi.yaml", "/assets/any/cruddur.css"})
    void what_is_long_comes_compressed_to_a_client_that_asks_for_it(String path) throws Exception {
        HttpResponse<byte[]> plain = get(path, "identity");
        HttpResponse<byte[]> compressed = get(path, "br, gzip;q=0.8");

        assertThat(compressed.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(compressed.headers().firstValue("vary").orElseThrow()).contains("accept-encoding");
        assertThat(compressed.headers().firstValue("etag"))
                .isEqualTo(plain.headers().firstValue("etag"));
        assertThat(unpacked(compressed.body())).isEqualTo(plain.body());
        assertThat(compressed.body().length * 2).isLessThan(plain.body().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "br", "gzip;q=0", "gzip; q=0.0, br", "xgzip"})
    void a_client_that_does_not_ask_for_it_gets_it_plain(String accepted) throws Exception {
        assertThat(get("/api/activities/home", accepted).headers().firstValue("content-encoding"))
                .isEmpty();
    }

    @Test
    void what_is_short_comes_plain() throws Exception {
        assertThat(get("/livez", "gzip").headers().firstValue("content-encoding"))
                .isEmpty();
    }

    private HttpResponse<byte[]> get(String path, String accepted) throws IOException, InterruptedException {
        HttpRequest request =
                server.request(path).header("Accept-Encoding", accepted).build();
        return client.send(request, BodyHandlers.ofByteArray());
    }

    private static byte[] unpacked(byte[] compressed) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return in.readAllBytes();
        }
    }
}
