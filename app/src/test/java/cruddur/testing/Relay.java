package cruddur.testing;

import cruddur.sql.ConnectionUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A proxy for PostgreSQL that can be closed, reopened, silenced, slowed down, and pointed at another server.
public final class Relay implements AutoCloseable {

    private volatile ConnectionUrl target;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Socket> silent = ConcurrentHashMap.newKeySet();
    private volatile boolean allSilent;
    private volatile Duration delay = Duration.ZERO;

    private Relay(ConnectionUrl target, int port) throws IOException {
        this.target = target;
        server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    public static Relay to(ConnectionUrl target) throws IOException {
        return new Relay(target, Ports.free());
    }

    /// A new relay at the same address, after this one is closed.
    public Relay again() throws IOException {
        return new Relay(target, server.getLocalPort());
    }

    public ConnectionUrl url() {
        return new ConnectionUrl(
                target.user(),
                target.password(),
                "127.0.0.1",
                server.getLocalPort(),
                target.database(),
                target.parameters());
    }

    /// Keeps the open connections open, but passes nothing on.
    public void silenceWhatIsOpen() {
        silent.addAll(open);
    }

    /// The same for all later connections.
    public void silenceAll() {
        allSilent = true;
    }

    /// Passes everything on this much later, in each direction.
    public void slowDown(Duration time) {
        delay = time;
    }

    /// Connects new clients to another server from now on, as a name does after a failover.
    public void leadTo(ConnectionUrl other) {
        target = other;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    /// A connection that was accepted just before this relay was closed is closed as well.
    private void open(Socket socket) throws IOException {
        open.add(socket);
        if (server.isClosed()) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                open(client);
                Thread.startVirtualThread(() -> connect(client));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void connect(Socket client) {
        try (client;
                Socket postgres = new Socket(target.host(), target.port())) {
            open(postgres);
            Thread back = Thread.startVirtualThread(() -> pump(postgres, client));
            pump(client, postgres);
            back.join();
        } catch (IOException _) {
            // No server listens there.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[8_192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                CruddurProcess.pause(delay.toMillis());
                if (!allSilent && !silent.contains(from)) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException _) {
            // Closed by the other direction.
        }
    }
}
