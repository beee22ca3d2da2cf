package cruddur.localcognito;

import java.io.IOException;

/// How codes reach people.
public interface Mail {

    /// Sends it; blocks until it is sent.
    ///
    /// @throws IOException if it could not be handed over
    void send(Letter letter) throws IOException;
}
