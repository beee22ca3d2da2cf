package cruddur.http;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/// The unit that counts as one client: an IPv4 address, or an IPv6 network of 64 bits, which usually
/// belongs to one customer.
///
/// @param prefix its bytes
public record Network(ByteBuffer prefix) {

    private static final int BYTES = 8;

    public static Network of(InetAddress client) {
        byte[] address = client.getAddress();
        return new Network(ByteBuffer.wrap(address, 0, Math.min(address.length, BYTES)));
    }

    public byte[] bytes() {
        byte[] bytes = new byte[prefix.remaining()];
        prefix.duplicate().get(bytes);
        return bytes;
    }
}
