package cruddur.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cruddur.testing.Cluster;
import cruddur.testing.Sql;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The rows of people that the user pool has confirmed.
@ParameterizedClass
@EnumSource
class SignUpTest {

    private final Sql sql;

    SignUpTest(Cluster cluster) {
        sql = Sql.keeping(cluster.empty());
    }

    @Test
    void the_second_time_is_the_same_person() {
        String uuid = signUp("sub-1", "Grete O'Neil", "grete@example.com", "grete");

        assertThat(signUp("sub-1", "Somebody Else", "new@example.com", "other")).isEqualTo(uuid);
        assertThat(
                        sql.value(
                                "select concat_ws('|', display_name, handle, email) from users where cognito_user_id = 'sub-1'"))
                .isEqualTo("Grete O'Neil|grete|new@example.com");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "null",
            value = {
                "grete | grete",
                "Grete | Grete",
                "grete.o'neil | greteoneil",
                "'); drop table users; -- | droptableusers",
                "Ünal | nal",
                "森野 | person",
                "null | person",
                "abcdefghijklmnopqrstuvwxyz_0123456789 | abcdefghijklmnopqrstuvwxyz_012"
            })
    void a_handle_is_as_near_as_can_be(@Nullable String wanted, String given) {
        signUp("sub-1", "Grete", "grete@example.com", wanted);
        assertThat(sql.value("select handle from users")).isEqualTo(given);
    }

    @Test
    void a_taken_handle_gets_a_number() {
        IntStream.range(0, 12).forEach(i -> signUp("sub-" + i, "Grete", "g@example.com", "GRETE".substring(i % 2)));
        assertThat(sql.value(
                        "select string_agg(handle, ' ' order by handle) from users where handle !~ '_[0-9a-f]{6}$'"))
                .isEqualTo("GRETE GRETE_2 GRETE_3 GRETE_4 GRETE_5 GRETE_6 RETE RETE_2 RETE_3 RETE_4 RETE_5 RETE_6");
    }

    @Test
    void a_long_taken_handle_gets_a_number_within_its_length() {
        signUp("sub-1", "x", "x@example.com", "x".repeat(30));
        signUp("sub-2", "x", "x@example.com", "x".repeat(30));
        assertThat(sql.value("select handle from users where cognito_user_id = 'sub-2'"))
                .isEqualTo("x".repeat(28) + "_2");
    }

    @Test
    void a_name_is_cut_and_a_missing_one_is_the_handle() {
        signUp("sub-1", "é".repeat(60), "a@example.com", "long");
        signUp("sub-2", " ", "a@example.com", "blank");
        signUp("sub-3", null, "a@example.com", "none");
        assertThat(sql.value("select string_agg(display_name, '|' order by cognito_user_id) from users"))
                .isEqualTo("é".repeat(50) + "|blank|none");
    }

    @Test
    void nobody_is_let_in_without_an_address() {
        assertThatThrownBy(() -> signUp("sub-1", "x", null, "x")).hasMessageContaining("email");
        assertThat(sql.value("select count(*) from users")).isEqualTo("0");
    }

    @Test
    void the_same_person_many_times_at_once_is_one_row() throws Exception {
        atOnce(_ -> signUp("sub-1", "Grete", "g@example.com", "grete"));
        assertThat(sql.value("select string_agg(handle, ' ') from users")).isEqualTo("grete");
    }

    @Test
    void many_who_want_one_handle_at_once_all_get_in() throws Exception {
        atOnce(i -> signUp("sub-" + i, "Grete", "g@example.com", "grete"));
        assertThat(sql.value("select count(distinct lower(handle)) from users")).isEqualTo("16");
    }

    /// The grants of deploy/lambda/README.md.
    @Test
    void a_role_that_may_write_people_and_nothing_else_is_enough() {
        String role = "confirmation_" + sql.url().database().substring(5, 15);
        sql.run("create role " + role);
        sql.run("grant select, insert, update on users to " + role);
        sql.run("set role " + role + "; select from sign_up('sub-1', 'Grete', 'grete@example.com', 'grete')");
        sql.run("drop owned by " + role);
        sql.run("drop role " + role);

        assertThat(sql.run("select people from uncounted_people")).containsExactly("1");
    }

    private interface Numbered {
        String run(int number);
    }

    private static void atOnce(Numbered work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> all = IntStream.range(0, 16)
                    .<Callable<String>>mapToObj(i -> () -> work.run(i))
                    .toList();
            for (var done : threads.invokeAll(all)) {
                done.get();
            }
        }
    }

    private String signUp(String id, @Nullable String name, @Nullable String email, @Nullable String handle) {
        return sql.value("select uuid from sign_up(?, ?, ?, ?)", id, name, email, handle);
    }
}
