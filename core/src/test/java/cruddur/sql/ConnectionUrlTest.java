package cruddur.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionUrlTest {

    @Test
    void everything_may_be_said() {
        ConnectionUrl url =
                ConnectionUrl.parse(
                        "postgresql://me:secret@db.example.com:6432/cruddur?sslmode=verify-full&sslrootcert=%2Fca.pem&connect_timeout=7");

        assertThat(url.user()).isEqualTo("me");
        assertThat(url.password()).contains("secret");
        assertThat(url.host()).isEqualTo("db.example.com");
        assertThat(url.port()).isEqualTo(6432);
        assertThat(url.database()).isEqualTo("cruddur");
        assertThat(url.sslMode()).isEqualTo("verify-full");
        assertThat(url.connectTimeoutSeconds()).isEqualTo(7);
        assertThat(url.parameters()).containsEntry("sslrootcert", "/ca.pem");
    }

    @Test
    void what_is_not_said_is_as_libpq_has_it() {
        ConnectionUrl url = ConnectionUrl.parse("postgres://me@");

        assertThat(url.password()).isEmpty();
        assertThat(url.host()).isEqualTo("localhost");
        assertThat(url.port()).isEqualTo(5432);
        assertThat(url.database()).isEqualTo("me");
        assertThat(url.sslMode()).isEqualTo("prefer");
    }

    @Test
    void a_password_may_hold_any_character() {
        ConnectionUrl url = ConnectionUrl.parse("postgresql://me:%21%3A%2F%40%23%25%3F%20+@h/db");

        assertThat(url.password()).contains("!:/@#%? +");
        assertThat(ConnectionUrl.parse(url.reveal())).isEqualTo(url);
    }

    @Test
    void the_database_changes_alone_even_if_other_parts_have_its_name() {
        ConnectionUrl url =
                ConnectionUrl.parse(
                        "postgresql://cruddurroot:cruddur@cruddur:5432/cruddur?application_name=cruddur");

        assertThat(url.withDatabase("postgres").reveal())
                .isEqualTo(
                        "postgresql://cruddurroot:cruddur@cruddur:5432/postgres?application_name=cruddur");
    }

    @Test
    void an_ipv6_address_stands_in_brackets() {
        ConnectionUrl url = ConnectionUrl.parse("postgresql://me@[::1]:5433/db");

        assertThat(url.host()).isEqualTo("::1");
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://[::1]:5433/db");
    }

    @Test
    void the_password_is_masked_wherever_the_address_is_shown() {
        assertThat(ConnectionUrl.parse("postgresql://me:secret@h/db"))
                .hasToString("postgresql://me:****@h:5432/db");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mysql://h/db",
                "postgresql://me:se@cret@h/db",
                "postgresql://h1,h2/db",
                "postgresql://me:s#x@h/db",
                "h:5432"
            })
    void what_is_no_address_is_refused_without_showing_it(String url) {
        assertThatThrownBy(() -> ConnectionUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must look like postgresql://")
                .hasMessageNotContaining("cret");
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://h/db?target_session_attrs=any, target_session_attrs",
        "postgresql://h/db?sslmode=maybe, maybe",
        "postgresql://h/db?connect_timeout=soon, connect_timeout",
        "postgresql://h:70000/db, 70000",
        "postgresql://me:100%@h/db, password"
    })
    void what_cannot_be_used_is_refused_by_name(String url, String named) {
        assertThatThrownBy(() -> ConnectionUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    @Test
    void the_driver_gets_the_password_beside_its_url() {
        ConnectionUrl url = ConnectionUrl.parse("postgresql://me:s%2Fcret@h:5433/db");
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://h:5433/db");
        assertThat(url.jdbcProperties())
                .containsEntry("user", "me")
                .containsEntry("password", "s/cret")
                .containsEntry("sslmode", "prefer")
                .containsEntry("connectTimeout", "5");
    }

    @ParameterizedTest
    @CsvSource({
        "sslmode=verify-full&sslrootcert=/ca.pem, sslrootcert, /ca.pem",
        "sslmode=verify-full&sslrootcert=system, sslfactory, org.postgresql.ssl.DefaultJavaSSLFactory",
        "sslmode=verify-ca, sslfactory, org.postgresql.ssl.DefaultJavaSSLFactory"
    })
    void the_driver_believes_the_authorities_that_the_address_names(
            String parameters, String property, String value) {
        assertThat(ConnectionUrl.parse("postgresql://h/db?" + parameters).jdbcProperties())
                .containsEntry(property, value);
    }
}
