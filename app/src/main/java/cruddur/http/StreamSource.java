package cruddur.http;

/// The source of a [Reply.Stream].
@FunctionalInterface
public interface StreamSource {

    /// Starts to send. Called once, on the event loop of the connection.
    ///
    /// @return runs once when the stream is over, on either side
    Runnable open(StreamSink sink);
}
