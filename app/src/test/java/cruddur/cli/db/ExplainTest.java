package cruddur.cli.db;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.CommandResult;
import cruddur.testing.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `cruddur db explain`.
class ExplainTest {

    private static final ConnectionUrl URL = Cluster.NEWEST.seeded();

    private static CommandResult explain(String... arguments) {
        List<String> words = new ArrayList<>(List.of("explain"));
        words.addAll(List.of(arguments));
        return CommandResult.cruddur(Map.of("CONNECTION_URL", URL.reveal()), "db", words.toArray(String[]::new));
    }

    @Test
    void a_page_is_explained_as_the_server_asks_for_it() {
        CommandResult ran = explain("activities/home");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .startsWith("Aggregate ")
                .contains("Index Scan using activities_home_idx", "$")
                .doesNotContain("Seq Scan", "actual time");
    }

    @Test
    void a_list_begins_with_its_first_page() {
        CommandResult home = explain("activities/home", "--analyze");
        CommandResult thread = explain("activities/replies", "--param", "uuid=" + answeredCrud(), "--analyze");

        assertThat(home.out()).containsPattern("Limit .*\\(actual .*rows=[1-9]");
        assertThat(thread.out()).containsPattern("Limit .*\\(actual .*rows=[1-9]");
    }

    private static String answeredCrud() {
        return new Sql(URL)
                .value(
                        "select uuid from activities where replies_count > 0 and reply_to_activity_uuid is null order by expires_at desc limit 1");
    }

    @Test
    void analyze_runs_it_with_the_values_that_were_given() {
        CommandResult ran = explain("people/short", "--param", "handle=ada", "--analyze");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("handle_taken", "actual time", "rows=1", "Execution Time");
    }

    @Test
    void what_writes_is_explained_and_never_run() {
        String before = cruds();
        CommandResult plain = explain("activities/create");
        CommandResult analyzed = explain("activities/create", "--analyze");

        assertThat(plain.exitCode()).isZero();
        assertThat(plain.out()).contains("Insert on activities");
        assertThat(analyzed.exitCode()).isEqualTo(1);
        assertThat(analyzed.lastWords()).contains("activities/create writes", "leave out --analyze");
        assertThat(cruds()).isEqualTo(before);
    }

    private static String cruds() {
        return new Sql(URL).value("select count(*) from activities");
    }

    @Test
    void an_unknown_query_or_parameter_is_misuse_and_those_near_it_are_named() {
        CommandResult query = explain("activities/hom");
        CommandResult folder = explain("activites/home");
        CommandResult other = explain("nope");
        CommandResult parameter = explain("activities/home", "--param", "page=2");

        assertThat(List.of(query.exitCode(), folder.exitCode(), other.exitCode(), parameter.exitCode()))
                .containsOnly(2);
        assertThat(query.lastWords()).contains("activities/hom ", "activities/home");
        assertThat(folder.lastWords()).endsWith("Use one of: activities/home");
        assertThat(other.lastWords()).contains("nope", " activities/…, ").doesNotContain("home");
        assertThat(parameter.lastWords()).contains("no parameter page", "reader", "limit");
    }
}
