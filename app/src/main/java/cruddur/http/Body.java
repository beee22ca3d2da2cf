package cruddur.http;

import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/// The body of an answer. Its tag and its compressed form are made when they are first needed, and kept.
///
/// Thread-safe: two threads may both make the same tag.
final class Body {

    private static final HexFormat HEX = HexFormat.of();

    private final Buffer plain;
    private volatile @Nullable String etag;
    private volatile @Nullable Buffer gzip;

    Body(Buffer plain) {
        this.plain = plain;
    }

    Buffer plain() {
        return plain;
    }

    Buffer gzip() {
        Buffer known = gzip;
        if (known == null) {
            known = Gzip.compress(plain);
            gzip = known;
        }
        return known;
    }

    /// Two different checksums, 64 bits together: enough to distinguish the versions of one answer, and
    /// much cheaper than a digest.
    String etag() {
        String known = etag;
        if (known == null) {
            byte[] bytes = plain.getBytes();
            known = "W/\"" + HEX.toHexDigits(sum(new CRC32C(), bytes)) + HEX.toHexDigits(sum(new CRC32(), bytes))
                    + "\"";
            etag = known;
        }
        return known;
    }

    private static int sum(Checksum checksum, byte[] bytes) {
        checksum.update(bytes);
        return (int) checksum.getValue();
    }
}
