package cruddur.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A connection on which a test writes byte by byte what no client library would.
public final class Wire implements AutoCloseable {

    /// An answer as it came.
    ///
    /// @param headers their names in lower case; of several with one name the last
    public record Answer(int status, Map<String, String> headers, String body) {

        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    private static final int PATIENCE = (int) Duration.ofSeconds(20).toMillis();

    private final Socket socket = new Socket();
    private final InputStream in;

    public Wire(URI server) {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE);
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), PATIENCE);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Wire to(TestServer server) {
        return new Wire(server.uri("/"));
    }

    /// Connects, sends and reads one answer.
    public static Answer exchange(TestServer server, String request) {
        try (Wire wire = to(server)) {
            return wire.send(request).answer();
        }
    }

    /// Each character is a byte.
    public Wire send(String request) {
        return send(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Wire send(byte[] request) {
        try {
            socket.getOutputStream().write(request);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Says that nothing more will come.
    public Wire finish() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The next answer, to a request that has a body in its answer.
    public Answer answer() {
        return answer(true);
    }

    /// The next answer, to a HEAD.
    public Answer answerWithoutBody() {
        return answer(false);
    }

    private Answer answer(boolean hasBody) {
        try {
            int status = Integer.parseInt(line().split(" ", -1)[1]);
            Map<String, String> headers = new TreeMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            boolean none = !hasBody || status < 200 || status == 204 || status == 304;
            int length = none ? 0 : Integer.parseInt(headers.getOrDefault("content-length", "0"));
            return new Answer(
                    status, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The server closed the connection after: " + line);
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /// Whether the server closes the connection within a time, without a further answer.
    public boolean isClosedWithin(Duration time) {
        try {
            socket.setSoTimeout((int) time.toMillis());
            return in.read() < 0;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (SocketException _) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
