package cruddur.cli.db;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.CommandResult;
import cruddur.testing.Ports;
import cruddur.testing.Sql;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How `cruddur db` finds its server: by every address that PostgreSQL allows, or not at all.
class DbAddressTest {

    private static CommandResult db(ConnectionUrl url, String... arguments) {
        return CommandResult.process(Map.of("CONNECTION_URL", url.reveal()), "db", arguments);
    }

    @ParameterizedTest
    @CsvSource({"cruddurroot, cruddurroot_cruddur", "cruddur, cruddur", "127.0.0.1, 5432"})
    void names_that_repeat_in_the_address_are_distinguished(String user, String database) {
        ConnectionUrl url = as(user, user, database);

        CommandResult setup = db(url, "setup", "--yes");
        assertThat(setup.exitCode()).as(setup.err()).isZero();
        CommandResult asked = psql(url, "select current_user, current_database()");
        assertThat(asked.out()).as(asked.err()).isEqualTo(user + "|" + database + "\n");
        assertThat(db(url, "drop", "--yes").exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"!p:a/s@s #w%?", "%41'\"\\$x`"})
    void a_password_may_hold_anything_and_is_never_shown(String password) {
        ConnectionUrl url = as("keeper", password, Cluster.NEWEST.missing().database());
        CommandResult made = db(url, "create");
        CommandResult asked = psql(url, "\\! tr '\\0' ' ' < /proc/$PPID/cmdline");

        assertThat(made.exitCode()).isZero();
        assertThat(asked.exitCode()).isZero();
        assertThat(asked.out()).contains("psql --pset=expanded=auto");
        assertThat(made.err() + asked.out() + asked.err()).doesNotContain(password, "%23", "%27");
    }

    /// A role that may create databases.
    private ConnectionUrl as(String user, String password, String database) {
        ConnectionUrl root = Cluster.NEWEST.missing().withDatabase("postgres");
        Sql sql = new Sql(root);
        if (sql.run("select 1 from pg_roles where rolname = ?", user).isEmpty()) {
            sql.run(sql.value("select format('create role %I login superuser', ?)", user));
        }
        sql.run(sql.value("select format('alter role %I password %L', ?, ?)", user, password));
        return new ConnectionUrl(user, Optional.of(password), "127.0.0.1", root.port(), database, Map.of());
    }

    private static CommandResult psql(ConnectionUrl url, String sql) {
        return db(url, "connect", "--", "-X", "-At", "-c", sql);
    }

    @Test
    void a_server_that_is_away_is_named_and_is_exit_code_3() throws IOException {
        ConnectionUrl away = at(Ports.CLOSED, "");
        for (String verb : List.of("create", "status", "connect")) {
            CommandResult ran = db(away, verb);
            assertThat(ran.exitCode()).isEqualTo(3);
            assertThat(ran.lastWords())
                    .startsWith("Cruddur: Cannot connect to database ")
                    .contains(
                            " at 127.0.0.1:" + away.port() + " as postgres: connection refused",
                            "Check the host and port in CONNECTION_URL.");
        }
    }

    @Test
    void waiting_for_a_server_has_an_end() throws IOException {
        ConnectionUrl away = at(Ports.CLOSED, "");
        Instant begun = Instant.now();
        CommandResult ran =
                CommandResult.cruddur(Map.of("CONNECTION_URL", away.reveal()), "db", "wait", "--timeout", "2");

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(Duration.between(begun, Instant.now())).isBetween(seconds(1), seconds(30));
        assertThat(ran.err()).contains("waiting for 127.0.0.1:" + away.port(), "connection refused");
    }

    @Test
    void a_server_that_accepts_and_does_not_answer_is_unreachable() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CommandResult ran = db(at(silent.getLocalPort(), "?connect_timeout=1"), "status");

            assertThat(ran.exitCode()).isEqualTo(3);
            assertThat(ran.lastWords()).contains("127.0.0.1:" + silent.getLocalPort());
        }
    }

    @Test
    void a_server_that_wants_a_password_is_there_and_is_not_waited_for() {
        ConnectionUrl server = Cluster.NEWEST.missing();
        ConnectionUrl withoutPassword = server.withLogin(server.user(), Optional.empty());
        CommandResult status = db(withoutPassword, "status");

        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.lastWords())
                .contains(" at 127.0.0.1:%d as %s: PostgreSQL refuses the login ("
                        .formatted(server.port(), server.user()))
                .endsWith("no password was provided). Check the user and password in CONNECTION_URL.");
        assertThat(db(withoutPassword, "wait", "--timeout", "60").lastWords()).isEqualTo(status.lastWords());
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static ConnectionUrl at(int port, String parameters) {
        return ConnectionUrl.parse("postgresql://postgres:secret@127.0.0.1:" + port + "/cruddur" + parameters);
    }

    @Test
    void a_target_that_there_is_not_is_refused_with_the_two_that_there_are() {
        for (String verb : List.of("create", "connect")) {
            CommandResult ran = CommandResult.process(Map.of(), "db", verb, "production");
            assertThat(ran.exitCode()).isEqualTo(2);
            assertThat(ran.lastWords()).isEqualTo("Cruddur: There is no target production. Use dev or prod.");
        }
    }
}
