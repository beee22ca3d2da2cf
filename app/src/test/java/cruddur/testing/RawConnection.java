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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A connection for bytes that no client library would send.
public final class RawConnection implements AutoCloseable {

    /// An unparsed answer.
    ///
    /// @param headers their names in lower case; of several with one name the last
    public record Answer(int status, Map<String, String> headers, String body) {

        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    private static final int PATIENCE = (int) Duration.ofSeconds(60).toMillis();

    private final Socket socket = new Socket();
    private final InputStream in;

    public RawConnection(URI server) {
        this(server, "127.0.0.1");
    }

    /// From another address of this machine, which is another client to the server.
    public RawConnection(URI server, String from) {
        try {
            socket.bind(new InetSocketAddress(from, 0));
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE);
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), PATIENCE);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static RawConnection to(TestServer server) {
        return new RawConnection(server.uri("/"));
    }

    /// Connects, sends and reads one answer.
    public static Answer exchange(TestServer server, String request) {
        try (RawConnection wire = to(server)) {
            return wire.send(request).answer();
        }
    }

    /// Each character is a byte.
    public RawConnection send(String request) {
        return send(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawConnection send(byte[] request) {
        try {
            socket.getOutputStream().write(request);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Closes the sending side.
    public RawConnection finish() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The next answer, with its body.
    public Answer answer() {
        return answer(true);
    }

    /// The next answer, to a HEAD.
    public Answer answerWithoutBody() {
        return answer(false);
    }

    /// All answers until the server closes the connection.
    public List<Answer> answersUntilClosed() {
        List<Answer> answers = new ArrayList<>();
        while (!isClosed()) {
            answers.add(answer());
        }
        return answers;
    }

    private boolean isClosed() {
        try {
            in.mark(1);
            boolean isClosed = in.read() < 0;
            in.reset();
            return isClosed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
            byte[] body = none ? new byte[0] : body(headers);
            return new Answer(status, headers, new String(body, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        return headers.getOrDefault("transfer-encoding", "").equals("chunked")
                ? chunks()
                : in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int length = Integer.parseInt(line(), 16); length > 0; length = Integer.parseInt(line(), 16)) {
            body.write(in.readNBytes(length));
            line();
        }
        line();
        return body.toByteArray();
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
