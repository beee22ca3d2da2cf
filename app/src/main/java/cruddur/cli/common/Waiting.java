package cruddur.cli.common;

import java.time.Duration;

/// The line that shows what a command waits for, after the first second until it is closed. Where
/// lines cannot be rewritten it is printed once.
final class Waiting implements AutoCloseable {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Terminal terminal;
    private final String what;
    private final Thread clock;

    Waiting(Terminal terminal, String what) {
        this.terminal = terminal;
        this.what = what;
        this.clock = Thread.ofVirtual().start(this::show);
    }

    private void show() {
        try {
            Thread.sleep(SECOND);
            for (int seconds = 1; terminal.interactive(); seconds++) {
                rewrite(terminal.dim("Cruddur: " + what + " … " + seconds + " s"));
                Thread.sleep(SECOND);
            }
            terminal.step(what);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        clock.interrupt();
        try {
            clock.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (terminal.interactive()) {
            rewrite("");
        }
    }

    private void rewrite(String line) {
        terminal.err().print("\r\033[K" + line);
        terminal.err().flush();
    }
}
