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
        ConnectionUrl url = ConnectionUrl.parse(
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
                ConnectionUrl.parse("postgresql://cruddurroot:cruddur@cruddur:5432/cruddur?application_name=cruddur");

        assertThat(url.withDatabase("postgres").reveal())
                .isEqualTo("postgresql://cruddurroot:cruddur@cruddur:5432/postgres?application_name=cruddur");
    }

    @ParameterizedTest
    @CsvSource({
        "'', prefer",
        "?sslmode=require, require",
        "?sslmode=require&sslrootcert=ca.pem, verify-ca",
        "?sslmode=verify-full&sslrootcert=ca.pem, verify-full",
        "?sslmode=require&sslrootcert=, require",
        "?sslrootcert=system, verify-full"
    })
    void how_far_a_server_is_trusted_is_as_libpq_has_it(String parameters, String mode) {
        ConnectionUrl url = ConnectionUrl.parse("postgresql://h/db" + parameters);

        assertThat(url.sslMode()).isEqualTo(mode);
        assertThat(url.jdbcProperties()).containsEntry("sslmode", mode);
        assertThat(url.libpqVariables()).containsEntry("PGSSLMODE", mode);
    }

    @ParameterizedTest
    @CsvSource({"verify-full, /jdk.pem", "require, /nonexistent/root.crt", "prefer, /nonexistent/root.crt"})
    void libpq_reads_no_file_of_the_home_folder(String mode, String file) {
        assertThat(ConnectionUrl.parse("postgresql://h/db?sslmode=" + mode).libpqVariables("/jdk.pem"))
                .containsEntry("PGSSLROOTCERT", file);
    }

    @Test
    void an_empty_port_is_the_usual_one() {
        assertThat(ConnectionUrl.parse("postgresql://me@h:/db").port()).isEqualTo(5432);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[fe80::1%25eth0]", "[fe80::1%eth0]"})
    void an_ipv6_address_may_have_a_zone(String host) {
        ConnectionUrl url = ConnectionUrl.parse("postgresql://me@" + host + ":5433/db");

        assertThat(url.host()).isEqualTo("fe80::1%eth0");
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://[fe80::1%eth0]:5433/db");
        assertThat(ConnectionUrl.parse(url.reveal())).isEqualTo(url);
    }

    @Test
    void an_address_is_called_by_the_variable_that_holds_it() {
        assertThatThrownBy(() -> ConnectionUrl.parse("postgresql://h:0/db", "PROD_CONNECTION_URL"))
                .hasMessage("PROD_CONNECTION_URL's port 0 is not between 1 and 65535");
    }

    @Test
    void an_ipv6_address_stands_in_brackets() {
        ConnectionUrl url = ConnectionUrl.parse("postgresql://me@[::1]:5433/db");

        assertThat(url.host()).isEqualTo("::1");
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://[::1]:5433/db");
    }

    @Test
    void the_password_is_masked_wherever_the_address_is_shown() {
        assertThat(ConnectionUrl.parse("postgresql://me:secret@h/db")).hasToString("postgresql://me:****@h:5432/db");
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
        "postgresql://me@::1:5632/db, write it like [::1]:5432",
        "postgresql://me:secret@2001:db8::1/db, write it like [::1]:5432",
        "postgresql://me@%2Fvar%2Frun%2Fpostgresql/db, 'names a Unix socket (/var/run/postgresql)'",
        "postgresql://me@%40abstract/db, names a Unix socket",
        "postgresql://me@h/d%00b, %00",
        "postgresql://me:a%00b@h/db, password holds %00",
        "postgresql://h/db?sslmode=require&sslrootcert=system, use sslmode=verify-full",
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
    void the_driver_believes_the_authorities_that_the_address_names(String parameters, String property, String value) {
        assertThat(ConnectionUrl.parse("postgresql://h/db?" + parameters).jdbcProperties())
                .containsEntry(property, value);
    }
}
