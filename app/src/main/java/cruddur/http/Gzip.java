package cruddur.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/// Compresses answers. No answer holds both a secret and text that another site could choose, so
/// its length reveals nothing (BREACH).
final class Gzip {

    /// Below this, compression saves no packet.
    private static final int SHORTEST = 1024;

    /// A page is a fifth of its size at this level; the highest level saves 5 % more in twice the time.
    private static final int LEVEL = 4;

    private static final Pattern ACCEPTED =
            Pattern.compile("(?i)(^|.*[,\\s])(gzip\\b|\\*)(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$)).*");

    private Gzip() {}

    /// Whether the client takes an answer of this length compressed.
    static boolean isFor(HttpServerRequest request, Buffer body) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null
                && body.length() >= SHORTEST
                && ACCEPTED.matcher(accepted).matches();
    }

    static Buffer compress(Buffer body) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length() / 4);
        try (OutputStream gzip = new Stream(compressed)) {
            gzip.write(body.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing is read or written here", e);
        }
        return Buffer.buffer(compressed.toByteArray());
    }

    private static final class Stream extends GZIPOutputStream {

        Stream(OutputStream out) throws IOException {
            super(out);
            def.setLevel(LEVEL);
        }
    }
}
