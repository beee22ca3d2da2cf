package cruddur.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cruddur.ClientLimits;
import cruddur.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientsTest {

    @Test
    void proxies_are_addresses_and_networks() {
        assertThat(proxies(" 10.0.0.0/8, ::1,2001:db8::/32 ,127.0.0.1,0.0.0.0/0"))
                .hasSize(5);
        assertThat(proxies("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy.example",
                "10.0.0",
                "10.0.0.0/33",
                "10.0.0.0/x",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "::1/129",
                "10.0.0.0/8/8",
                "10.0.0.1 10.0.0.2"
            })
    void what_is_neither_is_refused_by_the_name_of_its_setting(String proxies) {
        assertThatThrownBy(() -> proxies(proxies))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("TRUSTED_PROXIES must be")
                .hasMessageContaining("is no");
    }

    private static Iterable<?> proxies(String written) {
        return ClientLimits.from(new Settings(Map.of("TRUSTED_PROXIES", written)))
                .clients()
                .trustedProxies();
    }
}
