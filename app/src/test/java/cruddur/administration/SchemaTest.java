package cruddur.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cruddur.files.Bundled;
import cruddur.testing.Cluster;
import cruddur.testing.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource
class SchemaTest {

    private final Sql sql;
    private final String ada;

    SchemaTest(Cluster cluster) {
        sql = new Sql(cluster.empty());
        ada = sql.person("ada");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "message_blank | ''",
                "message_blank | e'\\t\\u00a0\\u2003\\u3000\\u200b\\n'",
                "message_blank | e'\\u200e\\u00ad\\u3164\\u2800'",
                "message_exceed_max_chars | repeat('x', 281)",
                "message_exceed_max_chars | repeat('x', 1025)"
            })
    void a_crud_that_breaks_a_rule_is_refused_by_the_name_of_the_rule(String rule, String message) {
        assertThatThrownBy(() -> sql.run("insert into activities (user_uuid, message) select ?::uuid, " + message, ada))
                .hasMessageContaining("\"" + rule + "\"");
    }

    @Test
    void characters_are_counted_as_people_count_them() {
        sql.run("insert into activities (user_uuid, message) select ?::uuid, repeat('🦊', 280)", ada);

        assertThatThrownBy(() ->
                        sql.run("insert into activities (user_uuid, message) select ?::uuid, repeat('🦊', 281)", ada))
                .hasMessageContaining("message_exceed_max_chars");
    }

    @Test
    void a_reply_may_have_1024_characters() {
        String crud = crud("null");
        reply(crud, "repeat('x', 1024)");

        assertThatThrownBy(() -> reply(crud, "repeat('x', 1025)"))
                .hasMessageContaining("message_exceed_max_chars_1024");
    }

    @Test
    void words_are_not_looked_for_in_what_is_too_long_for_a_message() throws SQLException {
        try (Connection connection = sql.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set track_functions = 'all'");
            statement.execute("savepoint before");
            assertThatThrownBy(() -> statement.execute(
                            "insert into activities (user_uuid, message) values ('%s', repeat('#tag ', 12000))"
                                    .formatted(ada)))
                    .hasMessageContaining("\"message_exceed_max_chars\"");
            statement.execute("rollback to before");

            assertThat(calledFunctions(statement))
                    .contains("func_divide_message")
                    .doesNotContain("search_words", "segments");
        }
    }

    @Test
    void words_and_links_are_found_once_and_not_again_for_each_like() throws SQLException {
        try (Connection connection = sql.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set track_functions = 'all'");
            statement.execute(
                    "insert into likes (user_uuid, activity_uuid) values ('%s', '%s')".formatted(ada, crud("null")));

            assertThat(calledFunctions(statement)).contains("func_updated_at").doesNotContain("func_divide_message");
        }
    }

    @Test
    void words_and_links_follow_the_message_also_while_other_triggers_are_off() {
        String crud = sql.value(
                "insert into activities (user_uuid, message) values (?::uuid, 'Hello #world') returning uuid", ada);
        String divided = "select words::text || segments::text from activities where uuid = ?::uuid";

        assertThat(sql.value(divided, crud)).isEqualTo("'#world' 'hello' 'world'{\"Hello \",#world,\"\"}");
        sql.run("set session_replication_role = replica; update activities set message = 'No link' where uuid = '%s'"
                .formatted(crud));
        assertThat(sql.value(
                        "select words::text || coalesce(segments::text, '-') from activities where uuid = ?::uuid",
                        crud))
                .isEqualTo("'link' 'no'-");
    }

    private static String calledFunctions(Statement statement) throws SQLException {
        ResultSet called = statement.executeQuery("select string_agg(funcname, ' ') from pg_stat_xact_user_functions");
        called.next();
        return called.getString(1);
    }

    /// With an algorithm that takes quadratic time, each would take minutes. All parts together are the
    /// message.
    @ParameterizedTest
    @Timeout(60)
    @ValueSource(
            strings = {"#a", "#", "@a", "@a@", "https://a(", "http://", "https://a.b ", "(#a)", "#a·", "é#", "h", "É"})
    void parts_take_time_in_proportion_to_the_length(String hostile) {
        assertThat(sql.value("""
                        select coalesce(array_to_string(segments(message), ''), message) = message
                        from left(repeat(?, 200000), 200000) message""", hostile)).isEqualTo("t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "display_name_blank | display_name | ' '",
                "display_name_exceed_max_chars | display_name | repeat('x', 51)",
                "handle_invalid | handle | 'a-b'",
                "handle_invalid | handle | ''",
                "handle_invalid | handle | repeat('x', 31)",
                "handle_invalid | handle | e'ada\\n'",
                "handle_invalid | handle | 'ſam'",
                "email_blank | email | ''",
                "bio_exceed_max_chars | bio | repeat('x', 161)"
            })
    void a_person_that_breaks_a_rule_is_refused_by_the_name_of_the_rule(String rule, String column, String value) {
        assertThatThrownBy(() -> sql.run("update users set " + column + " = " + value))
                .hasMessageContaining("\"" + rule + "\"");
    }

    @Test
    void a_handle_is_taken_without_regard_to_case() {
        assertThatThrownBy(() -> sql.person("ADA")).hasMessageContaining("handle_taken");
    }

    @ParameterizedTest
    @CsvSource({
        "30-days, 30 days",
        "7-days, 7 days",
        "3-days, 3 days",
        "1-day, 1 day",
        "12-hours, 12 hours",
        "3-hours, 3 hours",
        "1-hour, 1 hour"
    })
    void a_crud_lives_for_one_of_seven_times(String ttl, String interval) {
        assertThat(sql.value("select time_to_live(?) = ?::interval", ttl, interval))
                .isEqualTo("t");
    }

    @Test
    void any_other_time_to_live_is_blank() {
        assertThatThrownBy(() -> sql.run("select time_to_live('2-days')")).hasMessageContaining("one of seven");
        assertThatThrownBy(() -> sql.run("select time_to_live(null)")).hasMessageContaining("one of seven");
    }

    @Test
    void a_reply_expires_with_what_it_answers() {
        String reply = reply(crud("now() + interval '1 hour'"), "'r'");
        String nested = reply(reply, "'n'");

        assertThat(sql.run("select distinct expires_at from activities"))
                .hasSize(1)
                .doesNotContainNull();
        assertThat(sql.value("select count(*) from activities where uuid = ?::uuid", nested))
                .isEqualTo("1");
    }

    @Test
    void a_thread_expires_later_or_sooner_as_one() {
        String crud = crud("now() + interval '1 hour'");
        reply(reply(crud, "'r'"), "'n'");
        sql.run("update activities set expires_at = '2100-01-01' where uuid = ?::uuid", crud);

        assertThat(sql.run("select distinct extract(year from expires_at) from activities"))
                .containsExactly("2100");
    }

    @Test
    void counters_follow_what_they_count() {
        String crud = crud("null");
        String bob = sql.person("bob");
        for (String who : List.of(ada, bob)) {
            sql.run("insert into likes (user_uuid, activity_uuid) values (?::uuid, ?::uuid)", who, crud);
            sql.run("insert into reposts (user_uuid, activity_uuid) values (?::uuid, ?::uuid)", who, crud);
        }
        String reply = reply(crud, "'r'");
        reply(reply, "'nested'");
        assertThat(counters(crud)).isEqualTo("1 2 2");

        sql.run("delete from likes where user_uuid = ?::uuid", bob);
        sql.run("delete from activities where uuid = ?::uuid", reply);
        assertThat(counters(crud)).isEqualTo("0 2 1");
    }

    @Test
    void what_belongs_to_a_person_or_a_crud_goes_with_them() {
        String crud = crud("null");
        String bob = sql.person("bob");
        sql.run("insert into likes (user_uuid, activity_uuid) values (?::uuid, ?::uuid)", bob, crud);
        sql.run("delete from users where uuid = ?::uuid", bob);
        assertThat(counters(crud)).isEqualTo("0 0 0");

        reply(crud, "'r'");
        sql.run("delete from activities where uuid = ?::uuid", crud);
        assertThat(sql.value("select count(*) from activities")).isEqualTo("0");
    }

    @Test
    void updated_at_is_when_a_row_last_changed() {
        sql.run("update users set updated_at = '2000-01-01'");
        assertThat(sql.value("select updated_at > now() - interval '1 minute' from users"))
                .isEqualTo("t");
    }

    @Test
    void loading_again_replaces_everything() {
        new DatabaseAdmin(sql.url()).load(Mark.DEV, true);
        String seeded = sql.value("select count(*) from activities");
        new DatabaseAdmin(sql.url()).load(Mark.DEV, true);

        assertThat(sql.value("select count(*) from activities")).isEqualTo(seeded);
        assertThat(sql.value("select count(*) > 10 from users")).isEqualTo("t");
    }

    @Test
    void the_seed_loads_a_second_time_without_changing_anything() {
        new DatabaseAdmin(sql.url()).load(Mark.DEV, true);
        String before = everything();
        sql.run(Bundled.text("db/seed.sql"));

        assertThat(everything()).isEqualTo(before);
    }

    private String everything() {
        return sql.value("select (select md5(string_agg(u::text, '' order by uuid)) from users u)"
                + " || (select md5(string_agg(a::text, '' order by uuid)) from activities a)"
                + " || (select count(*) from likes) || ' ' || (select count(*) from reposts)");
    }

    private String crud(String expiresAt) {
        return sql.value(
                "insert into activities (user_uuid, message, expires_at) select ?::uuid, 'm', "
                        + expiresAt
                        + " returning uuid",
                ada);
    }

    private String reply(String to, String message) {
        return sql.value(
                "insert into activities (user_uuid, message, reply_to_activity_uuid) select ?::uuid, "
                        + message
                        + ", ?::uuid returning uuid",
                ada,
                to);
    }

    private String counters(String crud) {
        return sql.value(
                "select concat_ws(' ', replies_count, reposts_count, likes_count) from activities where uuid = ?::uuid",
                crud);
    }
}
