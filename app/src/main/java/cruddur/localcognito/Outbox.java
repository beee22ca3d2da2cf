package cruddur.localcognito;

import io.vertx.core.json.JsonArray;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/// Mail that is not sent: its codes are printed in the terminal, and the newest can be read.
///
/// Thread-safe; one instance serves the process.
public final class Outbox implements Mail {

    private static final int CAPACITY = 100;

    private final PrintedMail printed;
    private final Deque<Letter> letters = new ArrayDeque<>();

    /// Creates an empty one.
    ///
    /// @param terminal receives one line for each code
    public Outbox(Consumer<String> terminal) {
        this.printed = new PrintedMail(terminal);
    }

    @Override
    public void send(Letter letter) {
        keep(letter);
        printed.send(letter);
    }

    private synchronized void keep(Letter letter) {
        letters.addFirst(letter);
        if (letters.size() > CAPACITY) {
            letters.removeLast();
        }
    }

    /// The mails, the newest first.
    ///
    /// @param to only mails to this address
    synchronized JsonArray newest(Optional<String> to) {
        return letters.stream()
                .filter(letter -> to.isEmpty() || letter.to().equalsIgnoreCase(to.get()))
                .map(Letter::json)
                .collect(JsonArray::new, JsonArray::add, JsonArray::addAll);
    }
}
