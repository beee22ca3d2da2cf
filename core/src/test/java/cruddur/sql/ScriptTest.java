package cruddur.sql;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.Script.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptTest {

    @Test
    void statements_end_at_semicolons_and_know_their_lines() {
        assertThat(statements("select 1;\n-- a; comment\n\n  select\n 2; select 3;\n"))
                .containsExactly(
                        new Statement("select 1", 1), new Statement("select\n 2", 4), new Statement("select 3", 5));
    }

    @Test
    void semicolons_in_quotes_and_comments_end_nothing() {
        assertThat(statements("select ';', $$ a; b $$, $x$ $$; $x$, \"a;b\", E'\\';' -- ;\n , /* ; /* ; */ ; */ 1"))
                .hasSize(1);
    }

    @Test
    void a_last_statement_needs_no_semicolon_and_nothing_is_no_statement() {
        assertThat(statements("select 1")).containsExactly(new Statement("select 1", 1));
        assertThat(statements("\n-- nothing\n")).isEmpty();
    }

    private static List<Statement> statements(String text) {
        return Script.of("test", text).statements();
    }
}
