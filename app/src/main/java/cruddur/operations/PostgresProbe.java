package cruddur.operations;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/// Knocks at a port, and hears whether it is PostgreSQL that answers. Nobody signs in. Blocks.
public record PostgresProbe(String host, int port) {

    private static final int PATIENCE_MILLIS = Math.toIntExact(Duration.ofSeconds(5).toMillis());

    /// The length of the message and PostgreSQL's number for "may we speak TLS?".
    private static final int[] SSL_REQUEST = {8, 80_877_103};

    /// What became of it.
    public enum Outcome {
        ANSWERS,
        NO_SUCH_NAME,
        REFUSED,
        /// Nobody so much as refused.
        SILENT,
        NOT_POSTGRESQL
    }

    /// Tries once, for ten seconds at most.
    public Outcome outcome() {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            return Outcome.NO_SUCH_NAME;
        }
        try (Socket socket = new Socket()) {
            socket.connect(address, PATIENCE_MILLIS);
            return answerOn(socket);
        } catch (ConnectException _) {
            return Outcome.REFUSED;
        } catch (IOException _) {
            return Outcome.SILENT;
        }
    }

    private static Outcome answerOn(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        for (int number : SSL_REQUEST) {
            out.writeInt(number);
        }
        try {
            return isPostgres(socket.getInputStream().read())
                    ? Outcome.ANSWERS
                    : Outcome.NOT_POSTGRESQL;
        } catch (IOException _) {
            return Outcome.NOT_POSTGRESQL;
        }
    }

    /// Yes, no, or an error, such as that it is starting up.
    private static boolean isPostgres(int answer) {
        return answer == 'S' || answer == 'N' || answer == 'E';
    }
}
