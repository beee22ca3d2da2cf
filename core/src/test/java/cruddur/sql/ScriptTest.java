package cruddur.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cruddur.files.Bundled;
import cruddur.sql.Script.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {

    @Test
    void a_statement_is_known_by_the_line_on_which_it_begins() {
        Script script =
                Script.of(
                        "test.sql",
                        """
                        -- What it does; and why.

                        select 1;
                        /* Two
                           lines; */ select
                          2
                        ; select 3
                        """);

        assertThat(script.statements())
                .containsExactly(
                        new Statement(3, "select 1;"),
                        new Statement(5, "select\n  2\n;"),
                        new Statement(7, "select 3"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select ';';",
                "select e'\\';';",
                "select 1 as \";\";",
                "select 1 -- ;\n;",
                "select 1 /* ; /* ; */ ; */;",
                "select $$;$$;",
                "do $body$ begin perform 1; end $body$;",
                "create function f() returns int language sql as 'select 1; select 2';"
            })
    void a_semicolon_inside_of_something_ends_nothing(String statement) {
        assertThat(Script.of("test.sql", statement).statements())
                .containsExactly(new Statement(1, statement));
    }

    @Test
    void nothing_but_comments_is_no_statement() {
        assertThat(Script.of("test.sql", "-- none\n").statements()).isEmpty();
        assertThat(Script.of("test.sql", "").statements()).isEmpty();
    }

    @Test
    void a_text_that_ends_inside_of_something_is_refused_by_its_files_name() {
        assertThatThrownBy(() -> Script.of("test.sql", "select 'x"))
                .hasMessage("test.sql ends inside a quote");
    }

    @Test
    void every_statement_of_the_schema_is_found() {
        String schema = Bundled.text("db/schema.sql");

        assertThat(Script.of("db/schema.sql", schema).statements())
                .allMatch(statement -> statement.sql().endsWith(";"))
                .extracting(statement -> statement.sql().replaceFirst("(?s)\\s.*", ""))
                .isSubsetOf("create", "drop", "insert");
    }
}
