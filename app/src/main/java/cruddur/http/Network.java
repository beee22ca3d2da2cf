package cruddur.http;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/// What is counted as one client: an address of IPv4, or of IPv6 the network of 64 bits that mostly
/// belongs to one customer.
///
/// @param prefix its bytes
record Network(ByteBuffer prefix) {

    private static final int BYTES = 8;

    static Network of(InetAddress client) {
        byte[] address = client.getAddress();
        return new Network(ByteBuffer.wrap(address, 0, Math.min(address.length, BYTES)));
    }
}
