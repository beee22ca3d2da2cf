package cruddur.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A load balancer for TCP: it asks each server's `/readyz` ten times a second, and connects its clients in
/// turn to the servers that are ready. A server whose check fails twice in a row gets no more connections. A
/// connection stays with its server until one of the two closes it.
public final class LoadBalancer implements AutoCloseable {

    private static final int BETWEEN_CHECKS = 100;
    private static final int FAILURES = 2;

    private final HttpClient checks = HttpClient.newHttpClient();
    private final List<URI> servers;
    private final ServerSocket socket;
    private final Set<URI> ready = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean over;

    public LoadBalancer(URI... servers) throws IOException {
        this.servers = List.of(servers);
        socket = new ServerSocket(Ports.free(), 50, InetAddress.getLoopbackAddress());
        this.servers.forEach(server -> Thread.startVirtualThread(() -> check(server)));
        Thread.startVirtualThread(this::accept);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    public boolean passesTo(URI server) {
        return ready.contains(server);
    }

    private void check(URI server) {
        HttpRequest readiness =
                HttpRequest.newBuilder(server.resolve("/readyz")).build();
        int failures = 0;
        while (!over) {
            failures = isReady(readiness) ? 0 : failures + 1;
            if (failures == 0) {
                ready.add(server);
            } else if (failures >= FAILURES) {
                ready.remove(server);
            }
            CruddurProcess.pause(BETWEEN_CHECKS);
        }
    }

    private boolean isReady(HttpRequest readiness) {
        try {
            return checks.send(readiness, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            throw CruddurProcess.interrupted(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                Thread.startVirtualThread(() -> connect(client));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    /// Without a ready server, the client's connection is closed.
    private void connect(Socket client) {
        List<URI> targets = servers.stream().filter(ready::contains).toList();
        try (client) {
            if (!targets.isEmpty()) {
                URI target = targets.get(Math.floorMod(next.getAndIncrement(), targets.size()));
                pass(client, new Socket(target.getHost(), target.getPort()));
            }
        } catch (IOException _) {
            // No server listens there.
        } catch (InterruptedException e) {
            throw CruddurProcess.interrupted(e);
        }
    }

    private static void pass(Socket client, Socket server) throws InterruptedException {
        Thread back = Thread.startVirtualThread(() -> pump(server, client));
        pump(client, server);
        back.join();
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // Closed by the other direction.
        }
    }

    @Override
    public void close() throws IOException {
        over = true;
        socket.close();
    }
}
