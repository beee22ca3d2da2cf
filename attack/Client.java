package attack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Sends whole requests from one address of this machine, each on a connection of its own.
record Client(String address, Victim victim) {

    private static final int PATIENCE = 5_000;

    static Client at(String address, Victim victim) {
        return new Client(address, victim);
    }

    /// The status, or 0 if there was no answer.
    int get(String path) {
        return send("GET " + path + " HTTP/1.1\r\n", "");
    }

    int post(String path, String headers, String json) {
        return send("POST " + path + " HTTP/1.1\r\nContent-Type: application/json\r\n" + headers, json);
    }

    /// @param head without `Host`, `Content-Length` and the empty line
    int send(String head, String body) {
        try (Socket socket = connected()) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            String end = "Host: 127.0.0.1\r\nConnection: close\r\nContent-Length: " + bytes.length + "\r\n\r\n";
            socket.getOutputStream().write((head + end + body).getBytes(StandardCharsets.UTF_8));
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            String status = in.readLine();
            in.transferTo(java.io.Writer.nullWriter());
            return status == null ? 0 : Integer.parseInt(status.split(" ", -1)[1]);
        } catch (IOException _) {
            return 0;
        }
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(PATIENCE);
        socket.bind(new InetSocketAddress(address, 0));
        socket.connect(victim.address(), PATIENCE);
        return socket;
    }
}
