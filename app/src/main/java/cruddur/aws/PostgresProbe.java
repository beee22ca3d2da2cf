package cruddur.aws;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/// Checks whether PostgreSQL answers at a port, without signing in. Blocks.
public record PostgresProbe(String host, int port) {

    private static final int PATIENCE_MILLIS =
            Math.toIntExact(Duration.ofSeconds(5).toMillis());

    /// The length of the message, and the number of PostgreSQL's SSLRequest.
    private static final int[] SSL_REQUEST = {8, 80_877_103};

    /// The result of one check.
    public enum Result {
        ANSWERS,
        NO_SUCH_NAME,
        REFUSED,
        /// No answer, not even a refusal.
        SILENT,
        NOT_POSTGRESQL
    }

    /// Tries once, for ten seconds at most.
    public Result result() {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            return Result.NO_SUCH_NAME;
        }
        try (Socket socket = new Socket()) {
            socket.connect(address, PATIENCE_MILLIS);
            return answerOn(socket);
        } catch (ConnectException _) {
            return Result.REFUSED;
        } catch (IOException _) {
            return Result.SILENT;
        }
    }

    private static Result answerOn(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        for (int number : SSL_REQUEST) {
            out.writeInt(number);
        }
        try {
            return isPostgres(socket.getInputStream().read()) ? Result.ANSWERS : Result.NOT_POSTGRESQL;
        } catch (IOException _) {
            return Result.NOT_POSTGRESQL;
        }
    }

    /// PostgreSQL answers yes, no or an error, for example while it starts.
    private static boolean isPostgres(int answer) {
        return answer == 'S' || answer == 'N' || answer == 'E';
    }
}
