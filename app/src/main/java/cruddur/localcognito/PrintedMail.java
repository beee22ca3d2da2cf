package cruddur.localcognito;

import java.util.function.Consumer;

/// Mail that is not sent: its codes are printed.
///
/// @param terminal receives one line for each mail
public record PrintedMail(Consumer<String> terminal) implements Mail {

    @Override
    public void send(Letter letter) {
        terminal.accept(
                letter.code() == null
                        ? "Cruddur: mail to " + letter.to() + ": " + letter.subject()
                        : "Cruddur: code for " + letter.to() + ": " + letter.code());
    }
}
