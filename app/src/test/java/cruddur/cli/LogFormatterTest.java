package cruddur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogFormatterTest {

    private static final String HOSTILE = "mallory\n\u001b[2J\u202e@example.com";

    private static final String SHOWN = "mallory\\n\\u001b[2J\\u202e@example.com";

    private final LogRecord logged = new LogRecord(Level.WARNING, "A code could not be mailed: " + HOSTILE);

    @Test
    void a_message_stays_on_its_line() {
        assertThat(new LogFormatter().format(logged).lines())
                .hasSizeLessThanOrEqualTo(2)
                .last()
                .asString()
                .endsWith(SHOWN);
    }

    @Test
    void a_stack_trace_keeps_its_lines_and_nothing_that_cannot_be_seen() {
        logged.setThrown(new IllegalStateException(HOSTILE));

        assertThat(new LogFormatter().format(logged)).contains("\n\tat ").doesNotContain("\u001b", "\u202e");
    }
}
