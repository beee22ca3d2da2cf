package bench;

import cruddur.operations.OperationException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A reader on one connection. It calls every server by the same host, as readers behind a load balancer do, and as
/// servers need that share answers.
record Visitor(Socket connection, InputStream input) implements AutoCloseable {

    /// @param isKept whether the server got the answer from a cache
    record Answer(double milliseconds, boolean isKept) {

        void addTo(List<Double> latencies, boolean ifKept) {
            if (isKept == ifKept) {
                latencies.add(milliseconds);
            }
        }
    }

    static Visitor of(Server server) {
        try {
            URI address = server.address();
            Socket connection = new Socket(address.getHost(), address.getPort());
            connection.setTcpNoDelay(true);
            return new Visitor(connection, new BufferedInputStream(connection.getInputStream()));
        } catch (IOException e) {
            throw new OperationException("Cannot connect to the server: " + e.getMessage(), e);
        }
    }

    Answer get(String path) {
        try {
            byte[] request = "GET %s HTTP/1.1\r\nHost: bench.example\r\n\r\n"
                    .formatted(path)
                    .getBytes(StandardCharsets.US_ASCII);
            long begun = System.nanoTime();
            connection.getOutputStream().write(request);
            String head = head();
            input.skipNBytes(length(head));
            double milliseconds = (System.nanoTime() - begun) / 1e6;
            return new Answer(milliseconds, head.contains("\r\nage: "));
        } catch (IOException e) {
            throw new OperationException("The server does not answer " + path + ": " + e.getMessage(), e);
        }
    }

    /// The status and the headers, in lower case.
    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = input.read();
            if (next < 0) {
                throw new EOFException("the connection is closed");
            }
            head.append((char) Character.toLowerCase(next));
        }
        return head.toString();
    }

    private static long length(String head) throws IOException {
        if (!head.startsWith("http/1.1 200 ")) {
            throw new IOException(head.lines().findFirst().orElse(""));
        }
        return head.lines()
                .filter(line -> line.startsWith("content-length: "))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (IOException _) {
            // The server has closed it.
        }
    }
}
