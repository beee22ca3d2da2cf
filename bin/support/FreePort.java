import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/// Prints a port of the loopback address that no program has. It is outside of the system's ephemeral
/// ports, so that no connection takes it meanwhile.
class FreePort {

    void main() {
        IO.println(IntStream.generate(() -> ThreadLocalRandom.current().nextInt(20_000, 32_000))
                .filter(FreePort::isFree)
                .findFirst()
                .orElseThrow());
    }

    private static boolean isFree(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
