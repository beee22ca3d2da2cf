package cruddur.secrets;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import cruddur.settings.Settings;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.LoginException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretTest {

    private static final String ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:name-AbCdEf";

    @Test
    void without_a_password_nobody_connects() throws IOException {
        HttpServer manager = holding("{\"username\":\"cruddur\"}");
        try {
            Secret secret = new Secret(
                    ConnectionUrl.parse("postgresql://db.example/cruddur"),
                    ARN,
                    new Settings(Map.of(
                            "AWS_ENDPOINT_URL",
                            "http://127.0.0.1:" + manager.getAddress().getPort())),
                    (region, service) -> Signer.of(new Settings(Map.of()), region, service));

            assertThatThrownBy(secret::fetch)
                    .isInstanceOf(LoginException.class)
                    .hasMessage("The secret holds no password");
        } finally {
            manager.stop(0);
        }
    }

    private static HttpServer holding(String secret) throws IOException {
        byte[] answer = "{\"SecretString\":\"%s\"}"
                .formatted(secret.replace("\"", "\\\""))
                .getBytes(StandardCharsets.UTF_8);
        HttpServer manager = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        manager.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        manager.start();
        return manager;
    }
}
