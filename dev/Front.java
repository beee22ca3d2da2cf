package dev;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/// Passes connections on to the server. While the server is replaced, they wait; while the sources do
/// not compile, pages show the errors, and everything else reaches the previous server.
final class Front {

    private static final int LONGEST_HEAD = 16 * 1024;

    private final int port;
    private final IntSupplier serverPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private boolean isHeld = true;
    private String error = "";

    Front(int port, IntSupplier serverPort) {
        this.port = port;
        this.serverPort = serverPort;
    }

    void open() throws IOException {
        ServerSocket listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(() -> accept(listener));
    }

    /// Lets new connections wait.
    synchronized void hold() {
        isHeld = true;
    }

    /// Passes connections on to the server.
    synchronized void pass() throws IOException {
        isHeld = false;
        error = "";
        notifyAll();
        closeAll();
    }

    /// Shows these errors instead of pages.
    synchronized void show(String errors) throws IOException {
        error = errors;
        isHeld = false;
        notifyAll();
        closeAll();
    }

    /// A browser keeps its connections, and would not notice the change on them.
    private void closeAll() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept(ServerSocket listener) {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread.startVirtualThread(() -> serve(client));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream input = new BufferedInputStream(client.getInputStream());
            byte[] head = head(input);
            String errors = awaitTurn();
            if (!errors.isEmpty() && wantsPage(head)) {
                client.getOutputStream().write(page(errors));
                return;
            }
            pass(client, input, head);
        } catch (IOException | InterruptedException _) {
            // One of the two sides has closed the connection.
        } finally {
            open.remove(client);
        }
    }

    private synchronized String awaitTurn() throws InterruptedException {
        while (isHeld) {
            wait();
        }
        return error;
    }

    private void pass(Socket client, InputStream input, byte[] head) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort.getAsInt())) {
            open.add(client);
            server.getOutputStream().write(head);
            Thread answers = Thread.startVirtualThread(() -> copy(server, client));
            input.transferTo(server.getOutputStream());
            server.shutdownOutput();
            answers.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try (to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // One of the two sides has closed the connection.
        }
    }

    /// The first head of the connection.
    private static byte[] head(InputStream input) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int newlines = 0;
        for (int next = input.read(); next >= 0 && head.size() < LONGEST_HEAD; next = input.read()) {
            head.write(next);
            newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
            if (newlines == 2) {
                break;
            }
        }
        return head.toByteArray();
    }

    private static boolean wantsPage(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        return text.startsWith("GET ") && text.contains("text/html");
    }

    private static byte[] page(String errors) {
        String escaped = errors.replace("&", "&amp;").replace("<", "&lt;");
        byte[] body = """
                <!doctype html>
                <meta charset="utf-8">
                <meta http-equiv="refresh" content="2">
                <title>Does not compile</title>
                <h1>Does not compile</h1>
                <p>The page comes back when it does.</p>
                <pre>%s</pre>
                """.formatted(escaped).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(
                ("HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: "
                                + body.length + "\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        answer.writeBytes(body);
        return answer.toByteArray();
    }
}
