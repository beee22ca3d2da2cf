package cruddur.cli.db;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.CommandResult;
import cruddur.testing.Sql;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A database without a mark is production's if `PROD_CONNECTION_URL` connects to it, however that is written.
class DbIdentityTest {

    private final ConnectionUrl url = Cluster.NEWEST.seeded();

    @BeforeEach
    void unmark() {
        new Sql(url).run("delete from environment");
    }

    private static CommandResult db(ConnectionUrl dev, String production, String words) {
        Map<String, String> environment = new HashMap<>();
        environment.put("CONNECTION_URL", dev.reveal());
        environment.put("PROD_CONNECTION_URL", production);
        new Sql(dev.withDatabase("postgres")).awaitDeparture(dev.database());
        return CommandResult.cruddur(environment, "db", words.split(" "));
    }

    /// The same database by another host and another user.
    private String otherwiseWritten() {
        String role = "alias_of_" + url.database();
        new Sql(url).run("create role " + role + " login password 'alias'");
        return url.withLogin(role, Optional.of("alias")).reveal().replace("127.0.0.1", "localhost");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop --force --yes",
                "schema-load --yes",
                "seed",
                "setup --yes",
                "kill",
                "migrate",
                "rollback --yes"
            })
    void through_dev_it_is_refused(String words) {
        CommandResult ran = db(url, otherwiseWritten(), words);

        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(1);
        assertThat(ran.lastWords())
                .isEqualTo(
                        "Cruddur: The database %s at 127.0.0.1:%d has no mark, and PROD_CONNECTION_URL connects to it, too. If it is production, mark it: cruddur db mark prod prod. If it is not, correct PROD_CONNECTION_URL."
                                .formatted(url.database(), url.port()));
        assertThat(new Sql(url).value("select count(*) from users")).isEqualTo("13");
        assertThat(new Sql(url).run("select mark from environment")).isEmpty();
    }

    @Test
    void the_same_address_is_enough() {
        String stale = url.withLogin(url.user(), Optional.of("of yesterday")).reveal();

        assertThat(db(url, stale, "drop --yes").lastWords()).contains("PROD_CONNECTION_URL connects to it, too");
    }

    @Test
    void to_mark_it_dev_takes_its_name() {
        String production = otherwiseWritten();
        CommandResult unasked = db(url, production, "mark dev --yes");
        assertThat(unasked.exitCode()).isEqualTo(4);
        assertThat(unasked.err()).contains("mark      none, and PROD_CONNECTION_URL connects to it");

        assertThat(db(url, production, "mark dev --confirm " + url.database()).exitCode())
                .isZero();
        assertThat(db(url, production, "drop --yes").exitCode()).isZero();
    }

    @Test
    void another_database_of_the_same_server_is_not_it() {
        assertThat(db(url, Cluster.NEWEST.empty().reveal(), "drop --yes").exitCode())
                .isZero();
    }

    @Test
    void a_database_of_another_server_is_not_it() {
        assertThat(db(url, Cluster.OLDEST.seeded().reveal(), "drop --yes").exitCode())
                .isZero();
    }

    @Test
    void while_production_does_not_answer_dev_continues_with_a_note() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String away = "postgresql://me@localhost:%d/cruddur?connect_timeout=1".formatted(silent.getLocalPort());
            CommandResult ran = db(url, away, "drop --yes");

            assertThat(ran.exitCode()).as(ran.err()).isZero();
            assertThat(ran.err())
                    .contains(
                            "assuming that this is not the database of PROD_CONNECTION_URL, because that server does not answer");
        }
    }

    @Test
    void if_the_login_of_production_is_refused_its_name_is_asked_for() {
        String refused = url.withLogin("nobody", Optional.of("wrong")).reveal().replace("127.0.0.1", "localhost");
        for (String production : List.of(refused, "mysql://h/db")) {
            CommandResult ran = db(url, production, "drop --yes");
            assertThat(ran.exitCode()).isEqualTo(4);
            assertThat(ran.err())
                    .contains(
                            "cannot check whether this is the database of PROD_CONNECTION_URL",
                            "mark      none, and PROD_CONNECTION_URL may connect to it");
        }
        assertThat(db(url, refused, "drop --confirm " + url.database()).exitCode())
                .isZero();
    }

    @Test
    void a_database_with_a_mark_is_not_compared() throws IOException {
        new Sql(url).run("insert into environment (mark) values ('dev')");
        CommandResult ran = db(url, "postgresql://me@localhost:1/cruddur", "drop --yes");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).doesNotContain("PROD_CONNECTION_URL");
    }
}
