package cruddur.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {

    @Test
    void a_name_that_occurs_twice_is_one_parameter() {
        Query query = Query.of("test", "select :a, :b, :a");

        assertThat(query.sql()).isEqualTo("select $1, $2, $1");
        assertThat(query.parameters()).containsExactly("a", "b");
    }

    @Test
    void a_parameter_may_stand_right_beside_operators_and_casts() {
        assertThat(Query.of("test", "select (:a)+:b::text,array[:c],x[1 : :d],-:e")
                        .sql())
                .isEqualTo("select ($1)+$2::text,array[$3],x[1 : $4],-$5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select '10:30'::time",
                "select x::text, y :: text",
                "select f(a := 1)",
                "select tags[low:high], tags[f(1):high], tags[a[1]:b]",
                "select 'it''s :no'",
                "select '\\', 'a :no b'",
                "select E'it\\'s :no', e'\\\\'",
                "select \"a :no \"\" :no\"",
                "select 1 -- :no 'unfinished",
                "select 1 /* :no /* nested ' */ :no */ + 2",
                "select $$ :no ' $$, $tag$ :no $$ $tag$",
                "select data ? 'key', data ?| array['a']",
                "select 1 : 2",
                "select U&'\\0061 :no'",
                "select name$with$dollars"
            })
    void what_only_looks_like_a_parameter_stays_as_it_is(String sql) {
        Query query = Query.of("test", sql);

        assertThat(query.sql()).isEqualTo(sql);
        assertThat(query.parameters()).isEmpty();
    }

    @Test
    void a_parameter_is_found_behind_everything_that_hides_one() {
        assertThat(Query.of("test", "select '\\', $$'$$, /* ' */ \"'\", E'\\'', -- '\n :a")
                        .parameters())
                .containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 'open",
                "select \"open",
                "select /* open",
                "select /* /* */",
                "select $$ open",
                "select $a$ open $$"
            })
    void a_query_that_ends_inside_something_is_refused_by_its_name(String sql) {
        assertThatThrownBy(() -> Query.of("people/odd", sql))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("people/odd ends inside");
    }

    @Test
    void a_comment_at_the_end_does_not_swallow_what_comes_behind_it() {
        assertThat(Query.of("test", "select 1 -- one")
                        .inside("select * from (", ") x")
                        .sql())
                .isEqualTo("select * from (\nselect 1 -- one\n) x");
    }

    @Test
    void values_are_bound_by_name_in_the_order_of_the_parameters() {
        Query query = Query.of("test", "select :b, :a, :b");

        assertThat(query.with("a", 1).with("b", Optional.of(2)).values()).containsExactly(2, 1);
        assertThat(query.with("a", 1).with("b", Optional.empty()).values()).containsExactly(null, 1);
    }

    @Test
    void a_value_too_few_or_too_many_is_a_mistake() {
        Query query = Query.of("test", "select :a");

        assertThatThrownBy(() -> query.bare().values()).hasMessageContaining("test takes [a]");
        assertThatThrownBy(() -> query.with("a", 1).with("b", 2).values()).hasMessageContaining("was given [a, b]");
        assertThatThrownBy(() -> query.with("b", 2).values()).hasMessageContaining("was given [b]");
    }
}
