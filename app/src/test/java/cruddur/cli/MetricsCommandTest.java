package cruddur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.CommandResult;
import cruddur.testing.Contract;
import cruddur.testing.Sql;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `cruddur metrics`.
class MetricsCommandTest {

    private final ConnectionUrl database = Cluster.NEWEST.empty();
    private final Sql sql = new Sql(database);

    private CommandResult metrics(String... arguments) {
        return CommandResult.cruddur(Map.of("CONNECTION_URL", database.reveal()), "metrics", arguments);
    }

    private void counted(String metric, int daysAgo, int value) {
        sql.run(
                "insert into metrics (metric, day, value, version) values (?, utc_day(now()) - ?, ?, ?)",
                metric,
                daysAgo,
                value,
                value);
    }

    @Test
    void shows_the_last_days_and_the_totals() {
        sql.person("ada");
        sql.run("insert into activities (user_uuid, message) select uuid, 'm' from users");
        counted("cruds", 0, 3);
        counted("cruds", 6, 4);
        counted("cruds", 7, 5);
        counted("pages_read", 0, 17);

        CommandResult show = metrics("show");

        assertThat(show.exitCode()).isZero();
        List<String> lines = show.out().lines().toList();
        assertThat(lines.getFirst())
                .isEqualTo("UTC DAY     JOINED  CRUDS  REPLIES  LIKES  REPOSTS  CONVERSATIONS  ACTIVE  PAGES");
        assertThat(lines.get(1)).endsWith("0       3      0        0      0        0              0       17");
        assertThat(lines.get(7)).matches("[-0-9]{10}  0       4 .*");
        assertThat(show.out())
                .contains(
                        "       1 people",
                        "      12 cruds were written: 1 are living, 11 have expired or were deleted");
    }

    @Test
    void shows_json_for_programs() {
        counted("likes", 1, 3);

        CommandResult show = metrics("show", "--json", "--days", "2");

        assertThat(Contract.json(show.out()).at("/days/1/likes").asInt()).isEqualTo(3);
        assertThat(Contract.json(show.out()).at("/days")).hasSize(2);
        assertThat(Contract.json(show.out()).at("/totals/likes").asInt()).isEqualTo(3);
    }

    @Test
    void a_number_of_days_that_makes_no_sense_is_misuse() {
        assertThat(metrics("show", "--days", "0").exitCode()).isEqualTo(2);
        assertThat(metrics("show", "--days", "367").err()).contains("--days is 367");
    }

    @Test
    void reconciles_what_was_never_counted_after_showing_it() {
        sql.person("ada");
        sql.run("insert into activities (user_uuid, message) select uuid, 'm' from users, generate_series(1, 3)");
        counted("cruds", 0, 2);

        assertThat(metrics("reconcile", "--dry-run").out()).contains("cruds", "people_joined");
        assertThat(total("cruds")).isEqualTo("2");
        CommandResult reconciled = metrics("reconcile", "--yes");

        assertThat(reconciled.exitCode()).isZero();
        assertThat(reconciled.err()).contains("Counters changed: 2");
        assertThat(total("cruds")).isEqualTo("3");
        assertThat(total("people_joined")).isEqualTo("1");
        assertThat(metrics("reconcile").err()).contains("Nothing to do.");
    }

    @Test
    void reconciles_conversations() {
        sql.person("ada");
        sql.person("bao");
        sql.run("insert into message_groups (first_uuid, second_uuid, expires_at)"
                + " select min(uuid::text)::uuid, max(uuid::text)::uuid, now() from users");

        assertThat(metrics("reconcile", "--yes").out()).contains("conversations");
        assertThat(total("conversations")).isEqualTo("1");
    }

    @Test
    void never_lowers_a_counter_and_counts_nothing_twice() {
        String ada = sql.person("ada");
        sql.run("insert into activities (user_uuid, message) values (?::uuid, 'm')", ada);
        metrics("reconcile", "--yes");
        sql.run("delete from activities");
        metrics("reconcile", "--yes");
        assertThat(total("cruds")).isEqualTo("1");

        counted("likes", 0, 0);
        sql.run("update metrics set value = value + 1, version = version + 1 where metric = 'cruds'");
        assertThat(total("cruds")).isEqualTo("1");
    }

    @Test
    void closes_gaps() {
        counted("likes", 3, 5);
        sql.run("update metrics set missing_versions = 2");

        assertThat(metrics("reconcile", "--yes").out()).contains("MISSING VERSIONS", "likes");

        assertThat(sql.value("select missing_versions from metrics")).isEqualTo("0");
        assertThat(total("likes")).isEqualTo("5");
    }

    @Test
    void without_an_answer_nothing_changes() {
        sql.person("ada");
        assertThat(metrics("reconcile").exitCode()).isEqualTo(4);
        assertThat(sql.value("select count(*) from metrics")).isEqualTo("0");
    }

    private String total(String metric) {
        return sql.value("select total from metrics where metric = ?", metric);
    }
}
