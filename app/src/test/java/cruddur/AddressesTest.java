package cruddur;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cruddur.settings.Settings;
import cruddur.sql.ConnectionUrl;
import cruddur.userpool.UserPool;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The addresses that a server listens at and connects to.
class AddressesTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.2, http://127.0.0.2:4567",
        "localhost, http://localhost:4567",
        "::1, http://[::1]:4567",
        "0.0.0.0, http://127.0.0.1:4567",
        "::, http://127.0.0.1:4567"
    })
    void a_browser_on_this_machine_finds_the_server(String host, String address) {
        assertThat(Listener.from(new Settings(Map.of("HOST", host))).address()).hasToString(address);
    }

    @Test
    void the_metrics_have_a_port_of_their_own() {
        Settings same = new Settings(Map.of("PORT", "4567", "METRICS_PORT", "4567"));

        assertThatThrownBy(() -> Listener.from(same))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("METRICS_PORT is 4567, like PORT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:3000",
                "https://a.example/, https://b.example",
                "capacitor://localhost",
                "http://[::1]:3000"
            })
    void an_origin_is_what_browsers_send(String origins) {
        assertThat(config("FRONTEND_URL", origins).origins().allowed()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "localhost:3000",
                "http://localhost:3000/app",
                "http://Localhost:3000",
                "https://a.example https://b.example",
                "https://me@a.example"
            })
    void an_origin_that_no_browser_sends_is_refused(String origins) {
        assertThatThrownBy(() -> config("BACKEND_URL", origins))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("BACKEND_URL names " + origins);
    }

    private static Config config(String name, String value) {
        return Config.from(
                new Settings(Map.of(name, value)),
                ConnectionUrl.parse("postgresql://db.example/cruddur"),
                Optional.empty());
    }

    @Test
    void what_stands_in_for_all_of_amazons_services_is_the_user_pool_too() {
        Settings settings = new Settings(Map.of(
                "AWS_COGNITO_USER_POOL_ID", "ca-central-1_AbCdEfGhI",
                "AWS_COGNITO_USER_POOL_CLIENT_ID", "client",
                "AWS_ENDPOINT_URL", "http://127.0.0.1:4566"));
        Config config = Config.from(settings, ConnectionUrl.parse("postgresql://db.example/cruddur"), Optional.empty());

        assertThat(config.pool().map(UserPool::endpoint))
                .hasValueSatisfying(endpoint -> assertThat(endpoint).hasToString("http://127.0.0.1:4566"));
    }
}
