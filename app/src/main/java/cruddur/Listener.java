package cruddur;

import cruddur.settings.Settings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;

/// Where a server listens.
///
/// @param host its address
/// @param port 0 lets the system choose
/// @param metricsPort of the metrics, on the same host; empty for none. Not that of the pages, which is public
public record Listener(String host, int port, Optional<Integer> metricsPort) {

    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 4567;

    private static final int HIGHEST_PORT = 65_535;

    /// A server on one of these addresses also listens on this machine's loopback address.
    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::");

    public Listener {
        if (port != 0 && metricsPort.equals(Optional.of(port))) {
            throw new IllegalArgumentException("METRICS_PORT is " + port
                    + ", like PORT. Choose another: what listens on PORT is public, and metrics are for operators");
        }
    }

    /// Reads the settings.
    ///
    /// @throws IllegalArgumentException with a sentence that names the setting
    public static Listener from(Settings settings) {
        return new Listener(
                settings.get("HOST", DEFAULT_HOST),
                settings.number("PORT", HIGHEST_PORT).orElse(DEFAULT_PORT),
                settings.number("METRICS_PORT", HIGHEST_PORT));
    }

    /// The address of the server for a browser on this machine.
    public URI address() {
        String seen = EVERY_ADDRESS.contains(host) ? DEFAULT_HOST : host;
        return URI.create("http://" + (seen.contains(":") ? "[" + seen + "]" : seen) + ":" + port);
    }

    /// Whether only this machine can connect.
    public boolean isOnLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }
}
