import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Prints a port of the loopback address that no program has.
class FreePort {

    void main() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            IO.println(socket.getLocalPort());
        }
    }
}
