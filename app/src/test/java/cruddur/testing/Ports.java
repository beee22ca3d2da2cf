package cruddur.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// The ports of loopback that this process of the tests uses. The tests run in several processes at a time, so each
/// has a range of its own: what one closed stays closed until it opens it again.
///
/// The ranges lie below the system's ephemeral ports. A client gets none of them for its own end, and so neither takes
/// the port of a server that is restarted nor connects to itself.
public final class Ports {

    /// Where no program listens: the port of tcpmux, which needs root.
    public static final int CLOSED = 1;

    /// The system property of [#firstOfPostgres].
    static final String OF_POSTGRES = "cruddur.postgres.port";

    private static final int LOWEST = 20_000;
    private static final int RANGES = 24;
    private static final int WIDTH = 500;

    /// How many ports of the range are for PostgreSQL.
    private static final int POSTGRES = 50;

    /// The claim is the first port of the range, bound while this process lives, for all checkouts of the machine.
    private static final Socket CLAIM = claim();

    private static final AtomicInteger TAKEN = new AtomicInteger();

    private Ports() {}

    private static Socket claim() {
        for (int i = 0; i < RANGES; i++) {
            Socket socket = new Socket();
            try {
                socket.bind(loopback(LOWEST + WIDTH * i));
                return socket;
            } catch (IOException _) {
                // Another process has this range.
            }
        }
        throw new IllegalStateException(RANGES + " processes of tests run already. Wait until one has ended.");
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /// The first port that PostgreSQL tries in the tests of this process.
    static String firstOfPostgres() {
        return Integer.toString(CLAIM.getLocalPort() + 1);
    }

    /// A free port. This process gets it again only after all the others.
    public static int free() {
        return IntStream.generate(Ports::next)
                .limit(WIDTH)
                .filter(Ports::isFree)
                .findFirst()
                .orElseThrow();
    }

    /// The same, for a server of the JDK.
    static InetSocketAddress freeAddress() {
        return loopback(free());
    }

    private static int next() {
        int first = CLAIM.getLocalPort() + POSTGRES;
        return first + Math.floorMod(TAKEN.getAndIncrement(), WIDTH - POSTGRES);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(loopback(port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
