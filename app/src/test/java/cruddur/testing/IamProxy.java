package cruddur.testing;

import cruddur.sql.ConnectionUrl;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLSocket;

/// A PostgreSQL on Amazon RDS with IAM authentication: requires TLS, and, in clear text inside, a
/// token that it checks as Amazon does. A client with a valid token is connected to a PostgreSQL
/// behind it, which requires no password.
public final class IamProxy implements AutoCloseable {

    public static final String ACCESS_KEY = "AKIDEXAMPLE";
    public static final String SECRET_KEY = "a secret/key";
    public static final String SESSION = "a session/token==";
    public static final String REGION = "ca-central-1";

    private static final int SSL_REQUEST = 80_877_103;
    private static final int CLEAR_TEXT = 3;

    private final Certificates certificates;
    private final ConnectionUrl behind;
    private final ServerSocket server;
    private final Queue<String> tokens = new ConcurrentLinkedQueue<>();

    private IamProxy(Certificates certificates, ConnectionUrl behind) throws IOException {
        this.certificates = certificates;
        this.behind = behind;
        this.server = new ServerSocket(Ports.free(), 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    public static IamProxy before(ConnectionUrl behind, Certificates certificates) {
        try {
            return new IamProxy(certificates, behind);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /// The tokens of all clients that were connected.
    public Queue<String> tokens() {
        return tokens;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Thread.startVirtualThread(() -> receive(client));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void receive(Socket client) {
        try (client;
                Socket safe = overTls(client)) {
            DataInputStream in = new DataInputStream(safe.getInputStream());
            DataOutputStream out = new DataOutputStream(safe.getOutputStream());
            byte[] startup = in.readNBytes(in.readInt() - Integer.BYTES);
            String token = askForPassword(in, out);
            if (isRight(token, user(startup))) {
                tokens.add(token);
                relay(safe, startup);
            } else {
                refuse(out);
            }
        } catch (IOException _) {
            // Gone.
        }
    }

    /// The user in a start-up message: a version, and then names and values.
    private static String user(byte[] startup) {
        List<String> parts = List.of(
                new String(startup, Integer.BYTES, startup.length - Integer.BYTES, StandardCharsets.UTF_8).split("\0"));
        return parts.get(parts.indexOf("user") + 1);
    }

    private Socket overTls(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        if (in.readInt() != 2 * Integer.BYTES || in.readInt() != SSL_REQUEST) {
            throw new IOException("No TLS");
        }
        client.getOutputStream().write('S');
        SSLSocket safe = (SSLSocket)
                certificates.context().getSocketFactory().createSocket(client, "localhost", client.getPort(), true);
        safe.setUseClientMode(false);
        return safe;
    }

    private static String askForPassword(DataInputStream in, DataOutputStream out) throws IOException {
        out.writeByte('R');
        out.writeInt(2 * Integer.BYTES);
        out.writeInt(CLEAR_TEXT);
        out.flush();
        in.readByte();
        byte[] password = in.readNBytes(in.readInt() - Integer.BYTES);
        return new String(password, 0, password.length - 1, StandardCharsets.UTF_8);
    }

    private static void refuse(DataOutputStream out) throws IOException {
        byte[] fields = "SFATAL\0VFATAL\0C28000\0MPAM authentication failed for user \"cruddur_write\"\0\0"
                .getBytes(StandardCharsets.UTF_8);
        out.writeByte('E');
        out.writeInt(Integer.BYTES + fields.length);
        out.write(fields);
        out.flush();
    }

    private void relay(Socket client, byte[] startup) throws IOException {
        try (Socket postgres = new Socket(behind.host(), behind.port())) {
            DataOutputStream out = new DataOutputStream(postgres.getOutputStream());
            out.writeInt(Integer.BYTES + startup.length);
            out.write(startup);
            out.flush();
            Thread back = Thread.startVirtualThread(() -> pump(postgres, client));
            pump(client, postgres);
            back.interrupt();
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // Closed by the other direction.
        }
    }

    /// Checks a token as Amazon does: the signed names and values, the user, the time and the key.
    private boolean isRight(String token, String user) {
        URI uri = URI.create("https://" + token);
        Map<String, String> query = query(uri.getRawQuery());
        Instant made = Instant.parse(
                query.getOrDefault("X-Amz-Date", "").replaceAll("(....)(..)(..)T(..)(..)(..)Z", "$1-$2-$3T$4:$5:$6Z"));
        Instant now = Instant.now();
        return uri.getAuthority().equals("localhost:" + port())
                && query.getOrDefault("Action", "").equals("connect")
                && query.getOrDefault("DBUser", "").equals(user)
                && query.getOrDefault("X-Amz-Expires", "").equals("900")
                && query.getOrDefault("X-Amz-Security-Token", "").equals(SESSION)
                && !made.isAfter(now)
                && made.plusSeconds(900).isAfter(now)
                && query.getOrDefault("X-Amz-Signature", "").equals(signature(uri, query));
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : raw.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private static String signature(URI uri, Map<String, String> query) {
        String time = query.getOrDefault("X-Amz-Date", "");
        String scope = time.substring(0, 8) + "/" + REGION + "/rds-db/aws4_request";
        String signed = Arrays.stream(uri.getRawQuery().split("&", -1))
                .filter(pair -> !pair.startsWith("X-Amz-Signature="))
                .sorted()
                .collect(Collectors.joining("&"));
        String request = "GET\n/\n" + signed + "\nhost:" + uri.getAuthority() + "\n\nhost\n" + sha256("");
        byte[] key = ("AWS4" + SECRET_KEY).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        return HexFormat.of()
                .formatHex(hmac(key, "AWS4-HMAC-SHA256\n%s\n%s\n%s".formatted(time, scope, sha256(request))));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
