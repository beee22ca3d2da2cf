package cruddur.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Set;

/// Refuses requests that Netty accepts but that a proxy in front may read differently (RFC 9112).
///
/// An exception during the decoding of a head becomes the cause of the request's decoder result. Vert.x
/// passes the request to the handler of invalid requests and then closes the connection; the decoder
/// discards the rest, so that it is never read as another request.
final class StrictDecoder extends VertxHttpRequestDecoder {

    /// Netty accepts `http/1.1`, and Vert.x does not.
    private static final Set<String> VERSIONS = Set.of("HTTP/1.1", "HTTP/1.0");

    private static final char SPACE = ' ';

    private static final byte DELETE = 0x7f;

    private static final int NO_PORT = -1;

    /// The end of the request line.
    private int end;

    private StrictDecoder(HttpServerOptions options) {
        super(options);
    }

    /// Installs the decoder on a connection that has read nothing yet.
    static void install(HttpConnection connection, HttpServerOptions options) {
        ((HttpServerConnection) connection)
                .channelHandlerContext()
                .pipeline()
                .replace(VertxHttpRequestDecoder.class, "httpDecoder", new StrictDecoder(options));
    }

    /// Whether no part of a request is left in it.
    boolean isEmpty() {
        return actualReadableBytes() == 0;
    }

    @Override
    protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
        end = start + length;
        return super.splitFirstWordInitialLine(line, start, length);
    }

    @Override
    protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
        requireOneSpace(line, start);
        end = start + length;
        requireNoControls(line, start, end);
        return super.splitSecondWordInitialLine(line, start, length);
    }

    @Override
    protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
        requireOneSpace(line, start);
        return super.splitThirdWordInitialLine(line, start, length);
    }

    private void requireOneSpace(byte[] line, int start) {
        if (start != end + 1 || line[end] != SPACE) {
            throw refused(400, "The parts of the request line must be separated by one space each.");
        }
    }

    private static void requireNoControls(byte[] line, int start, int end) {
        for (int i = start; i < end; i++) {
            if ((line[i] >= 0 && line[i] < SPACE) || line[i] == DELETE) {
                throw refused(400, "The address must not hold control characters.");
            }
        }
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) {
        HttpMessage request = super.createMessage(initialLine);
        if (!VERSIONS.contains(initialLine[2])) {
            throw refused(505, "This server speaks HTTP/1.1 and HTTP/1.0.");
        }
        return request;
    }

    @Override
    protected AsciiString splitHeaderName(byte[] line, int start, int length) {
        if (length == 0) {
            throw refused(400, "A header has no name.");
        }
        return super.splitHeaderName(line, start, length);
    }

    /// Netty calls this once all headers are decoded, and before it determines the length of the body.
    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage request) {
        requireHost(request);
        requirePlainFraming(request.headers());
        return super.isContentAlwaysEmpty(request);
    }

    private static void requireHost(HttpMessage request) {
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1) {
            throw refused(400, "The request has several Host headers.");
        }
        if (hosts.isEmpty() && request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            throw refused(400, "The request has no Host header, which HTTP/1.1 requires.");
        }
        if (!hosts.isEmpty() && !isHost(hosts.getFirst())) {
            throw refused(400, "The Host header must be a host name or address, with a port or without.");
        }
    }

    private static boolean isHost(String host) {
        return !host.isEmpty() && HostAndPort.parseAuthority(host, NO_PORT) != null;
    }

    /// For an old WebSocket version, Netty takes the eight bytes after the head for its body.
    private static void requirePlainFraming(HttpHeaders headers) {
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (codings.size() > 1 || !codings.stream().allMatch(HttpHeaderValues.CHUNKED::contentEqualsIgnoreCase)) {
            throw refused(400, "Transfer-Encoding must be chunked, and must be given once.");
        }
        if (headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1)) {
            throw refused(400, "This server does not speak WebSocket.");
        }
    }

    private static RefusedException refused(int status, String detail) {
        return new RefusedException(new Reply.Problem(status, detail));
    }
}
