package cruddur.cli.db;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.CommandResult;
import cruddur.testing.Sql;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The protection of production.
class DbProdTest {

    /// Variables that must not replace a confirmation.
    private static final Map<String, String> HABITS =
            Map.of("YES", "1", "FORCE", "1", "CI", "true", "CONFIRM", "1", "CRUDDUR_YES", "1");

    private final ConnectionUrl url = Cluster.NEWEST.seeded();

    private CommandResult cruddur(String target, String words) {
        String variable = target.equals("prod") ? "PROD_CONNECTION_URL" : "CONNECTION_URL";
        List<String> line = List.of(words.split(" "));
        Map<String, String> environment = new HashMap<>(HABITS);
        environment.put(variable, url.reveal());
        new Sql(url.withDatabase("postgres")).awaitDeparture(url.database());
        return CommandResult.cruddur(
                environment, line.getFirst(), line.subList(1, line.size()).toArray(String[]::new));
    }

    private void mark(String mark) {
        new Sql(url).run("update environment set mark = ?", mark);
    }

    private List<String> everything() {
        return new Sql(url)
                .run("select row_to_json(u)::text from users u"
                        + " union all select row_to_json(a)::text from activities a"
                        + " union all select row_to_json(e)::text from environment e order by 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db schema-load prod",
                "db schema-load prod --yes",
                "db drop prod --force --yes --confirm cruddur",
                "db seed prod --yes",
                "db mark dev prod --yes"
            })
    void nothing_happens_to_production_unless_its_name_is_typed(String words) {
        mark("prod");
        List<String> before = everything();
        CommandResult ran = cruddur("prod", words);

        assertThat(ran.exitCode()).isEqualTo(4);
        assertThat(ran.err())
                .contains(
                        "Cruddur: prod: database " + url.database() + " at 127.0.0.1:" + url.port(),
                        "mark      prod",
                        "users 13",
                        "sessions  no others");
        assertThat(ran.lastWords())
                .isEqualTo("Cruddur: nothing was changed. To confirm, add: --confirm " + url.database());
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void with_its_name_production_is_loaded_and_marked() {
        new Sql(url).run("drop table environment");
        CommandResult ran = cruddur("prod", "db schema-load prod --confirm " + url.database());

        assertThat(ran.exitCode()).isZero();
        assertThat(new Sql(url).value("select mark from environment")).isEqualTo("prod");
        assertThat(new Sql(url).value("select count(*) from users")).isEqualTo("0");
    }

    @Test
    void sessions_in_production_end_for_its_name_alone() throws Exception {
        mark("prod");
        try (var connection = new Sql(url).connect()) {
            CommandResult refused = cruddur("prod", "db kill prod --yes");
            assertThat(refused.exitCode()).isEqualTo(4);
            assertThat(refused.err()).contains("sessions  1, of postgres");
            assertThat(connection.isValid(5)).isTrue();

            cruddur("prod", "db kill prod --confirm " + url.database());
            assertThat(connection.isValid(5)).isFalse();
        }
    }

    @Test
    void on_amazons_servers_it_prints_the_newest_snapshot() {
        Sql sql = new Sql(url);
        if (sql.run("select 1 from pg_roles where rolname = 'rdsadmin'").isEmpty()) {
            sql.run("create role rdsadmin");
        }
        try {
            assertThat(cruddur("prod", "db drop prod --dry-run").err()).contains("is marked dev");
            mark("prod");
            assertThat(cruddur("prod", "db drop prod --dry-run").out()).contains("\nsessions  ", "\nsnapshot  unknown");
        } finally {
            sql.run("drop role rdsadmin");
        }
    }

    @Test
    void setup_is_not_for_production() {
        CommandResult ran = cruddur("prod", "db setup prod --confirm " + url.database());

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.lastWords()).contains("setup would drop the database of prod");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db drop --force --yes",
                "db schema-load --yes",
                "db seed",
                "db setup --yes",
                "db connect",
                "db sessions",
                "db kill",
                "db wait",
                "serve",
                "users list",
                "users reconcile --yes",
                "reports list",
                "reports remove 5eed0001-0000-4000-8000-000000000109 --yes"
            })
    void production_is_refused_through_dev(String words) {
        mark("prod");
        List<String> before = everything();
        CommandResult ran = cruddur("dev", words);

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords())
                .startsWith("Cruddur: The database %s at 127.0.0.1:%d is marked prod, and this is dev."
                        .formatted(url.database(), url.port()))
                .endsWith("cruddur db mark dev");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void a_copy_of_production_is_refused_until_it_is_marked() throws Exception {
        ConnectionUrl production = Cluster.OLDEST.seeded();
        ConnectionUrl copy = Cluster.OLDEST.missing();
        new Sql(production).run("update environment set mark = 'prod'");
        Map<String, String> environment = Map.of("CONNECTION_URL", copy.reveal());
        CommandResult.cruddur(environment, "db", "create");
        restore(production, copy);

        assertThat(CommandResult.cruddur(environment, "db", "schema-load", "--yes")
                        .exitCode())
                .isEqualTo(1);
        assertThat(CommandResult.cruddur(environment, "db", "mark", "dev", "--yes")
                        .exitCode())
                .isEqualTo(4);
        CommandResult marked = CommandResult.cruddur(environment, "db", "mark", "dev", "--confirm", copy.database());
        assertThat(marked.exitCode()).isZero();
        assertThat(CommandResult.cruddur(environment, "db", "schema-load", "--yes")
                        .exitCode())
                .isZero();
    }

    private static void restore(ConnectionUrl from, ConnectionUrl to) throws IOException, InterruptedException {
        ProcessBuilder restoring = new ProcessBuilder(
                "sh", "-c", "pg_dump --no-owner | PGDATABASE=" + to.database() + " psql -qX -v ON_ERROR_STOP=1");
        restoring.environment().putAll(from.libpqVariables());
        restoring.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        assertThat(restoring.start().waitFor()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"db drop prod", "db schema-load prod", "db seed prod", "serve prod"})
    void development_is_refused_through_prod(String words) {
        List<String> before = everything();
        CommandResult ran = cruddur("prod", words);

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords()).contains("is marked dev, and this is prod.", "cruddur db mark prod prod");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void production_can_be_read_as_prod() {
        mark("prod");

        assertThat(cruddur("dev", "db status").out()).contains("mark      prod");
        assertThat(cruddur("prod", "db sessions prod").exitCode()).isZero();
        assertThat(cruddur("prod", "db connect prod -- -c \\q").exitCode()).isZero();
    }

    @Test
    void becoming_production_takes_the_name() {
        CommandResult refused = cruddur("dev", "db mark prod --yes");
        assertThat(refused.exitCode()).isEqualTo(4);
        CommandResult marked = cruddur("dev", "db mark prod --confirm " + url.database());

        assertThat(marked.exitCode()).isZero();
        assertThat(new Sql(url).value("select mark from environment")).isEqualTo("prod");
    }
}
