package cruddur.cli;

import cruddur.cli.common.Terminal;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;

/// Formats the server's log for a terminal, each message on one line, because clients, mail servers
/// and PostgreSQL wrote parts of the messages.
final class LogFormatter extends SimpleFormatter {

    static void install() {
        Stream.of(Logger.getLogger("").getHandlers()).forEach(LogFormatter::use);
    }

    private static void use(Handler handler) {
        handler.setFormatter(new LogFormatter());
    }

    @Override
    public String formatMessage(LogRecord logged) {
        return Terminal.escaped(super.formatMessage(logged));
    }

    /// Escapes the stack trace as well, because the message of a failure may contain such parts.
    @Override
    public String format(LogRecord logged) {
        return Terminal.visible(super.format(logged));
    }
}
