package cruddur.http;

import io.vertx.core.buffer.Buffer;

/// Sends the parts of one [Reply.Stream] to its client. For the event loop of the connection only.
public interface StreamSink {

    /// Sends a part.
    ///
    /// @return whether the client keeps up; if not, the source should end the stream, because unsent
    ///   parts are kept in memory
    boolean send(Buffer part);

    /// Ends the stream.
    void end();

    /// Ends it at once, with the connection: for a client that does not read what was sent.
    void cutOff();
}
