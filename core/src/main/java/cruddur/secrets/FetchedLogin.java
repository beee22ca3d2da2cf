package cruddur.secrets;

import cruddur.sql.ConnectionUrl;
import cruddur.sql.Login;
import cruddur.sql.LoginException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A login whose password somebody else hands out: fetched when it is first needed, kept, and
/// fetched again when it grows old or PostgreSQL refuses it. Whoever comes meanwhile waits for the
/// same fetch.
///
/// A fetch that fails, or brings what was refused once more, is not repeated at once, but after
/// one, two, four and then every eight seconds.
public final class FetchedLogin implements Login {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private final Source source;
    private final InstantSource clock;
    private @Nullable Pass kept;
    private String complaint = "";
    private Instant pauseEnds = Instant.MIN;
    private Duration length = FIRST_PAUSE;

    /// Who hands out passwords, for one database.
    public interface Source {

        ConnectionUrl address();

        /// May wait for two seconds.
        Pass fetch() throws LoginException;
    }

    /// What was handed out.
    ///
    /// @param url the address with person and password
    /// @param bestBefore from when on new connections need another
    public record Pass(ConnectionUrl url, Instant bestBefore) {}

    public FetchedLogin(Source source) {
        this(source, InstantSource.system());
    }

    FetchedLogin(Source source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public ConnectionUrl address() {
        return source.address();
    }

    @Override
    public synchronized ConnectionUrl current() throws LoginException {
        Pass pass = kept;
        return pass != null && clock.instant().isBefore(pass.bestBefore) ? pass.url : fetched();
    }

    @Override
    public synchronized boolean isRenewedAfter(ConnectionUrl refused) throws LoginException {
        if (refused.equals(current()) && !isPausing() && refused.equals(fetched())) {
            pause("The password that PostgreSQL refuses is still the one that is handed out");
        }
        return !refused.equals(current());
    }

    private ConnectionUrl fetched() throws LoginException {
        if (isPausing()) {
            throw new LoginException(complaint);
        }
        try {
            Pass pass = source.fetch();
            length = isKept(pass.url) ? length : FIRST_PAUSE;
            kept = pass;
            return pass.url;
        } catch (LoginException e) {
            pause(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private boolean isKept(ConnectionUrl url) {
        return kept != null && kept.url.equals(url);
    }

    private boolean isPausing() {
        return clock.instant().isBefore(pauseEnds);
    }

    private void pause(String why) {
        complaint = why;
        pauseEnds = clock.instant().plus(length);
        length = length.compareTo(LONGEST_PAUSE) < 0 ? length.multipliedBy(2) : LONGEST_PAUSE;
    }
}
