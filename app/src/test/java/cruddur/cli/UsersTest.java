package cruddur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.CommandResult;
import cruddur.testing.Json;
import cruddur.testing.ListUsersEndpoint;
import cruddur.testing.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// `cruddur users` with a pool that answers as Amazon's does.
class UsersTest {

    private static final String PASSWORD = "hidden";

    private final ListUsersEndpoint pool = ListUsersEndpoint.start();
    private ConnectionUrl database = Cluster.NEWEST.empty();
    private final Map<String, String> environment = new HashMap<>();

    UsersTest() {
        environment.putAll(Map.of(
                "CONNECTION_URL",
                database.reveal(),
                "AWS_COGNITO_USER_POOL_ID",
                ListUsersEndpoint.POOL_ID,
                "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER",
                pool.address(),
                "AWS_ACCESS_KEY_ID",
                ListUsersEndpoint.ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY",
                PASSWORD,
                "AWS_EC2_METADATA_DISABLED",
                "true"));
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private CommandResult users(String... arguments) {
        return CommandResult.cruddur(environment, "users", arguments);
    }

    private Sql sql() {
        return Sql.keeping(database);
    }

    private List<String> handles() {
        return sql().run("select handle from users order by handle");
    }

    private String place(String target) {
        return "%s: database %s at 127.0.0.1:%d, as %s"
                .formatted(target, database.database(), database.port(), database.user());
    }

    @Test
    void prints_first_which_database_and_pool_and_no_secret() {
        CommandResult list = users("list");

        assertThat(list.exitCode()).isZero();
        assertThat(list.err().lines())
                .startsWith(
                        "Cruddur: " + place("dev"),
                        "Cruddur: user pool: " + ListUsersEndpoint.POOL_ID + " in ca-central-1, at " + pool.address());
        assertThat(list.err() + list.out())
                .doesNotContain(PASSWORD, database.password().orElseThrow());
    }

    @Test
    void the_list_shows_each_persons_state_within_80_columns() {
        sql().person("ada");
        sql().person("forgotten");
        pool.has("ada");
        pool.has("grete");
        pool.has("newcomer", "UNCONFIRMED", true);
        pool.has("banned", "CONFIRMED", false);
        pool.has("a_handle_as_long_as_they_can_be", "FORCE_CHANGE_PASSWORD", true);
        CommandResult list = users("list");

        assertThat(list.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(list.out().lines().map(line -> line.replaceAll(" +", " ").strip()))
                .containsExactly(
                        "HANDLE WANTED E-MAIL POOL DATABASE",
                        "ada ada ada@example.com confirmed yes",
                        "forgotten - forgotten@example… - yes",
                        "- banned banned@example.com disabled no",
                        "- newcomer newcomer@example.… unconfirmed no",
                        "- a_handle_as_long_… a_handle_as_long_… force change passw… missing",
                        "- grete grete@example.com confirmed missing",
                        "",
                        "1 in the pool and in the database",
                        "1 in the database, but not in the pool",
                        "2 in the pool, but cannot sign in (not confirmed, or disabled)",
                        "2 can sign in, but missing from the database (users reconcile)");
    }

    @Test
    void the_list_is_json_for_programs() {
        pool.has("grete");
        CommandResult list = users("list", "--json");

        Map<String, Object> grete = new HashMap<>();
        grete.put("cognito_user_id", "sub-grete");
        grete.put("handle", null);
        grete.put("wanted_handle", "grete");
        grete.put("display_name", "Name of grete");
        grete.put("email", "grete@example.com");
        grete.put("status", "CONFIRMED");
        grete.put("enabled", true);
        grete.put("standing", "missing");
        assertThat(Json.fields(list.out())).containsExactly(grete);
    }

    @Test
    void without_people_the_array_is_empty() {
        assertThat(users("list", "--json").out().strip()).isEqualTo("[]");
    }

    @Test
    void what_people_wrote_does_not_reach_the_terminal_as_commands() {
        pool.has("\u001b[2Jgrete\u202e\u200b");

        assertThat(printed("list")).contains("grete");
        assertThat(printed("list", "--json")).contains("\\u001b[2Jgrete\\u202e\\u200b@example.com");
        assertThat(printed("reconcile", "--dry-run")).contains("grete");
        assertThat(printed("reconcile", "--yes")).contains("grete");
    }

    private String printed(String... arguments) {
        CommandResult ran = users(arguments);
        String all = ran.out() + ran.err();
        assertThat(all).doesNotContain("\u001b", "\u202e", "\u200b");
        return all;
    }

    @Test
    void without_confirmation_it_shows_what_it_would_do_and_does_nothing() {
        pool.has("grete");
        CommandResult reconcile = users("reconcile");

        assertThat(reconcile.exitCode()).isEqualTo(4);
        assertThat(reconcile.out()).contains("@grete", "Name of grete", "grete@example.com");
        assertThat(reconcile.lastWords()).isEqualTo("Cruddur: nothing was changed. To confirm, add: --yes");
        assertThat(handles()).isEmpty();
    }

    @Test
    void a_dry_run_shows_what_it_would_do_and_does_nothing() {
        pool.has("grete");
        CommandResult reconcile = users("reconcile", "--dry-run", "--yes");

        assertThat(reconcile.exitCode()).isZero();
        assertThat(reconcile.out()).contains("@grete");
        assertThat(handles()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void makes_a_row_for_each_of_many_pages_and_a_second_time_for_none(Cluster cluster) {
        database = cluster.empty();
        environment.put("CONNECTION_URL", database.reveal());
        List<String> people =
                IntStream.range(100, 230).mapToObj(i -> "person" + i).toList();
        people.forEach(pool::has);
        pool.throttles(1);

        CommandResult first = users("reconcile", "--yes");
        assertThat(first.exitCode()).isZero();
        assertThat(first.lastWords()).isEqualTo("Cruddur: rows created: 130, failed: 0.");
        assertThat(handles()).isEqualTo(people);
        assertThat(pool.answers()).containsExactly("TooManyRequestsException", "OK", "OK", "OK");

        List<String> before = sql().run("select row_to_json(users)::text from users");
        CommandResult second = users("reconcile", "--yes");
        assertThat(second.exitCode()).isZero();
        assertThat(second.lastWords()).endsWith("Nothing to do.");
        assertThat(sql().run("select row_to_json(users)::text from users")).containsExactlyElementsOf(before);
    }

    @Test
    void a_row_has_the_pools_attributes() {
        pool.has("grete");
        users("reconcile", "--yes");

        assertThat(sql().value("select concat_ws('|', cognito_user_id, handle, display_name, email) from users"))
                .isEqualTo("sub-grete|grete|Name of grete|grete@example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "CONFIRMED, true, 1",
        "EXTERNAL_PROVIDER, true, 1",
        "FORCE_CHANGE_PASSWORD, true, 1",
        "RESET_REQUIRED, true, 1",
        "CONFIRMED, false, 0",
        "UNCONFIRMED, true, 0",
        "ARCHIVED, true, 0",
        "COMPROMISED, true, 0",
        "UNKNOWN, true, 0"
    })
    void only_people_who_may_sign_in_get_a_row(String status, boolean enabled, int rows) {
        pool.has("grete", status, enabled);
        users("reconcile", "--yes");

        assertThat(handles()).hasSize(rows);
    }

    @Test
    void prints_each_handle_that_is_not_the_wanted_one() {
        sql().person("Grete");
        pool.has("Grete");
        pool.hasWith("CONFIRMED", true, "sub", "another", "email", "g@example.com", "preferred_username", "grete");
        pool.hasWith("EXTERNAL_PROVIDER", true, "sub", "third", "email", "t@example.com");
        CommandResult reconcile = users("reconcile", "--yes");

        assertThat(reconcile.exitCode()).isZero();
        assertThat(reconcile.out()).contains("created @grete_2, wanted @grete", "created @person, wanted none");
    }

    @Test
    void continues_after_a_row_that_fails_and_does_not_print_its_values() {
        pool.has("ada");
        pool.hasWith("CONFIRMED", true, "sub", "nowhere", "name", "Ein Geheimnis");
        pool.has("zoe");
        CommandResult reconcile = users("reconcile", "--yes");

        assertThat(reconcile.exitCode()).isEqualTo(1);
        assertThat(handles()).containsExactly("ada", "zoe");
        assertThat(reconcile.err())
                .contains("no row for nowhere", "email")
                .contains("Cruddur: rows created: 2, failed: 1.")
                .doesNotContain("Geheimnis");
    }

    @Test
    void people_who_are_not_in_the_pool_are_reported_and_left() {
        sql().person("forgotten");
        CommandResult reconcile = users("reconcile", "--yes");

        assertThat(reconcile.exitCode()).isZero();
        assertThat(reconcile.err()).contains("not in the pool", "@forgotten");
        assertThat(handles()).containsExactly("forgotten");
    }

    @Test
    void prod_wants_the_name_of_its_database() {
        environment.put("PROD_CONNECTION_URL", environment.remove("CONNECTION_URL"));
        sql().run("update environment set mark = 'prod'");
        pool.has("grete");

        for (String[] insufficient :
                List.of(new String[] {"reconcile", "prod"}, new String[] {"reconcile", "prod", "--yes"}, new String[] {
                    "reconcile", "prod", "--confirm", "cruddur", "--yes"
                })) {
            CommandResult refused = users(insufficient);
            assertThat(refused.exitCode()).isEqualTo(4);
            assertThat(refused.err()).startsWith("Cruddur: " + place("prod"));
            assertThat(refused.lastWords()).endsWith("--confirm " + database.database());
            assertThat(handles()).isEmpty();
        }
        assertThat(users("reconcile", "prod", "--confirm", database.database()).exitCode())
                .isZero();
        assertThat(handles()).containsExactly("grete");
    }

    @Test
    void prod_has_no_built_in_pool() {
        environment.put("PROD_CONNECTION_URL", database.reveal());
        environment.remove("AWS_COGNITO_USER_POOL_ID");
        CommandResult list = users("list", "prod");

        assertThat(list.exitCode()).isEqualTo(2);
        assertThat(list.lastWords()).contains("Set AWS_COGNITO_USER_POOL_ID");
    }

    @Test
    void missing_credentials_are_one_sentence() {
        environment.keySet().removeAll(List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"));
        environment.put("AWS_SHARED_CREDENTIALS_FILE", "/nowhere");
        environment.put("AWS_CONFIG_FILE", "/nowhere");

        assertThat(failsWith(3)).startsWith("There are no AWS credentials");
    }

    @Test
    void refused_credentials_are_one_sentence() {
        environment.put("AWS_ACCESS_KEY_ID", "AKIDANOTHER");

        assertThat(failsWith(3)).startsWith("AWS refuses these credentials");
    }

    @Test
    void a_pool_that_does_not_exist_is_one_sentence() {
        environment.put("AWS_COGNITO_USER_POOL_ID", "ca-central-1_Nowhere");

        assertThat(failsWith(1)).isEqualTo("There is no user pool ca-central-1_Nowhere in ca-central-1.");
    }

    @Test
    void a_pool_that_is_none_is_misuse() {
        environment.put("AWS_COGNITO_USER_POOL_ID", "gerald");

        assertThat(failsWith(2)).contains("looks like ca-central-1_", "gerald");
    }

    @Test
    void a_pool_that_asks_to_slow_down_for_good_is_one_sentence() {
        pool.throttles(1_000);

        assertThat(failsWith(3)).contains("Try again");
    }

    @Test
    void a_pool_that_is_away_is_one_sentence() {
        pool.close();

        assertThat(failsWith(3)).contains("AWS in ca-central-1 does not answer");
    }

    @Test
    void a_database_that_is_away_is_one_sentence() {
        environment.put("CONNECTION_URL", "postgresql://me@127.0.0.1:1/cruddur");

        assertThat(failsWith(3)).contains("at 127.0.0.1:1 as ", "connection refused", "CONNECTION_URL");
        assertThat(users("list").err()).startsWith("Cruddur: dev: database cruddur at 127.0.0.1:1, as me\n");
    }

    @Test
    void a_database_without_the_schema_is_one_sentence() {
        sql().run("drop table users cascade");

        assertThat(failsWith(1)).endsWith("Load them with: cruddur db schema-load");
    }

    @Test
    void another_target_is_misuse() {
        CommandResult list = users("list", "test");

        assertThat(list.exitCode()).isEqualTo(2);
        assertThat(list.err()).contains("dev or prod");
    }

    @Test
    void amazons_client_is_loaded_only_when_it_is_needed(@TempDir Path folder) throws IOException {
        assertThat(classesLoadedBy(folder.resolve("list"), "list")).contains("software.amazon.awssdk");
        assertThat(classesLoadedBy(folder.resolve("help"), "--help"))
                .contains("cruddur.cli.UsersCommand")
                .doesNotContain("software.amazon.awssdk");
    }

    private String classesLoadedBy(Path log, String argument) throws IOException {
        environment.put("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log);
        CommandResult.process(environment, "users", argument);
        return Files.readString(log);
    }

    /// The sentence after the lines that are always printed first.
    private String failsWith(int exitCode) {
        CommandResult list = users("list");
        List<String> sentences = list.err()
                .lines()
                .filter(line -> !line.matches("Cruddur: (dev: database .*|user pool: .*)|.* …"))
                .toList();
        assertThat(list.exitCode()).isEqualTo(exitCode);
        assertThat(list.out()).isEmpty();
        assertThat(sentences).hasSize(1);
        return sentences.getFirst().replaceFirst("Cruddur: ", "");
    }
}
