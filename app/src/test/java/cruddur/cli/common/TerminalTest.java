package cruddur.cli.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Text of other people, as a terminal receives it.
class TerminalTest {

    private static final String HOSTILE = "\033]0;x\007\033[2J\r\b\u0000\u009b31m\u202e\u2066\u200b\u200d\ufeff\u2028"
            + "\u00ad\u034f\u3164\ufe0f\udb40\udc41\ud83e";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), false, false);
    private final Terminal coloured = new Terminal(new PrintWriter(out), new PrintWriter(err), false, true);

    @Test
    void everything_that_is_printed_is_escaped() {
        terminal.print(HOSTILE);
        terminal.print(HOSTILE, HOSTILE);
        terminal.report(HOSTILE);
        terminal.report(HOSTILE, HOSTILE);
        terminal.step(HOSTILE);
        terminal.print(
                Table.of(List.of(HOSTILE), Stream.of(List.of(HOSTILE + "\n\t"))).unfitted());

        assertThat(out.toString() + err).matches("[\\n -~…]*");
    }

    @Test
    void emphasis_is_ours_alone() {
        coloured.report("\033[2J", "\033[0m");

        assertThat(err.toString()).isEqualTo("\033[1;35m\\u001b[2J\033[0m\\u001b[0m\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "ada@example.com",
                "Zoë Ångström",
                "日本語",
                "हिन्दी",
                "שלום",
                "🦊",
                "a\nb\tc",
                "\\u0041 $1"
            })
    void what_can_be_seen_stays(String text) {
        terminal.print(text);

        assertThat(out.toString()).isEqualTo(text + "\n");
    }

    @Test
    void a_value_cannot_begin_a_line_of_its_own() {
        assertThat(Terminal.escaped("x\nCruddur: done.\t")).isEqualTo("x\\nCruddur: done.\\t");
    }

    @Test
    void json_means_the_same() {
        JsonObject json = JsonObject.of("email", "\u202e\u200b\udb40\udc41@example.com");

        terminal.print(json.encodePrettily());

        assertThat(out.toString()).matches("[\\n -~]*");
        assertThat(new JsonObject(out.toString())).isEqualTo(json);
    }
}
