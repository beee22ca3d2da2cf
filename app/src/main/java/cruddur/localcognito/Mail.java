package cruddur.localcognito;

import java.io.IOException;

/// Delivers the pool's mail.
public interface Mail {

    /// Sends it; blocks until it is sent.
    ///
    /// @throws IOException if no mail server accepted it
    void send(Letter letter) throws IOException;
}
