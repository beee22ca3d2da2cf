package cruddur.localcognito;

import io.vertx.core.json.JsonArray;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/// Mail that goes nowhere: its codes are said in the terminal, and the newest can be read.
///
/// Thread-safe; one serves a whole process.
public final class Outbox implements Mail {

    private static final int CAPACITY = 100;

    private final Consumer<String> terminal;
    private final Deque<Letter> letters = new ArrayDeque<>();

    /// An empty one.
    ///
    /// @param terminal takes one line for each code
    public Outbox(Consumer<String> terminal) {
        this.terminal = terminal;
    }

    @Override
    public void send(Letter letter) {
        keep(letter);
        terminal.accept("Cruddur: code for " + letter.to() + ": " + letter.code());
    }

    private synchronized void keep(Letter letter) {
        letters.addFirst(letter);
        if (letters.size() > CAPACITY) {
            letters.removeLast();
        }
    }

    /// The newest first.
    ///
    /// @param to only those to this address
    synchronized JsonArray newest(Optional<String> to) {
        return letters.stream()
                .filter(letter -> to.isEmpty() || letter.to().equalsIgnoreCase(to.get()))
                .map(Letter::json)
                .collect(JsonArray::new, JsonArray::add, JsonArray::addAll);
    }
}
