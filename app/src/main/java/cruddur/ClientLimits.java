package cruddur;

import cruddur.http.Clients;
import cruddur.http.Limits;
import cruddur.http.RateLimit;
import cruddur.http.Shares;
import cruddur.settings.Settings;
import java.util.Optional;

/// How much a server does for its clients.
///
/// @param clients with the trusted proxies
/// @param readsPerSecond of one client
/// @param writesPerSecond of one client
/// @param maxConnections at once; empty for a number that depends on the event loops
public record ClientLimits(Clients clients, int readsPerSecond, int writesPerSecond, Optional<Integer> maxConnections) {

    public static final int DEFAULT_READS = 50;
    public static final int DEFAULT_WRITES = 5;

    private static final int MAXIMUM = 100_000;

    /// Reads the settings.
    ///
    /// @throws IllegalArgumentException with a sentence that names the setting
    public static ClientLimits from(Settings settings) {
        return new ClientLimits(
                clients(settings),
                settings.number("READS_PER_SECOND", MAXIMUM).orElse(DEFAULT_READS),
                settings.number("WRITES_PER_SECOND", MAXIMUM).orElse(DEFAULT_WRITES),
                settings.number("MAX_CONNECTIONS", MAXIMUM));
    }

    private static Clients clients(Settings settings) {
        try {
            return Clients.behind(settings.get("TRUSTED_PROXIES", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "TRUSTED_PROXIES must be addresses or networks with commas between them: " + e.getMessage(), e);
        }
    }

    /// What the clients of a server with so many event loops share.
    Shares shares(int loops) {
        RateLimit rateLimit = new RateLimit(clients, readsPerSecond, writesPerSecond);
        Limits limits = maxConnections
                .map(all -> Limits.DEFAULT.withConnections(all / loops))
                .orElse(Limits.DEFAULT);
        return Shares.of(clients, rateLimit, limits, loops);
    }
}
