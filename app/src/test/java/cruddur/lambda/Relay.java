package cruddur.lambda;

import cruddur.sql.ConnectionUrl;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A way to a PostgreSQL that can be closed, opened again, and fall silent.
final class Relay implements AutoCloseable {

    private final ConnectionUrl target;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Socket> silent = ConcurrentHashMap.newKeySet();
    private volatile boolean allSilent;

    private Relay(ConnectionUrl target, int port) throws IOException {
        this.target = target;
        server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    static Relay to(ConnectionUrl target) throws IOException {
        return new Relay(target, 0);
    }

    /// The same, once it is closed.
    Relay again() throws IOException {
        return new Relay(target, server.getLocalPort());
    }

    ConnectionUrl url() {
        return new ConnectionUrl(
                target.user(),
                target.password(),
                "127.0.0.1",
                server.getLocalPort(),
                target.database(),
                target.parameters());
    }

    /// Lets the connections that are open stay so, and passes nothing on.
    void silenceWhatIsOpen() {
        silent.addAll(open);
    }

    /// The same for all that will come.
    void silenceAll() {
        allSilent = true;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket postgres = new Socket(target.host(), target.port());
                open.add(client);
                open.add(postgres);
                Thread.startVirtualThread(() -> pump(client, postgres));
                Thread.startVirtualThread(() -> pump(postgres, client));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[8_192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!allSilent && !silent.contains(from)) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException _) {
            // Closed by the other direction.
        }
    }
}
