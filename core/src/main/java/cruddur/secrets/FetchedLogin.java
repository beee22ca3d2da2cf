package cruddur.secrets;

import cruddur.sql.ConnectionUrl;
import cruddur.sql.Login;
import cruddur.sql.LoginException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// A login with a password from a service: fetched when it is first needed, cached, and fetched
/// again when it is too old or PostgreSQL refuses it. Concurrent callers wait for the same fetch.
///
/// If a fetch fails, or returns a refused password again, the next fetches follow after one, two,
/// four and then every eight seconds.
public final class FetchedLogin implements Login {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private final Source source;
    private final InstantSource clock;
    private @Nullable Pass kept;
    private String complaint = "";
    private Instant pauseEnds = Instant.MIN;
    private Duration length = FIRST_PAUSE;

    /// The source of passwords for one database.
    public interface Source {

        ConnectionUrl address();

        /// May block for two seconds.
        Pass fetch() throws LoginException;

        /// The source for another user, with the same passwords.
        default Source as(String user) {
            return new OtherUser(this, user);
        }
    }

    /// A fetched password.
    ///
    /// @param url the URL with user and password
    /// @param bestBefore the time from which new connections need another password
    public record Pass(ConnectionUrl url, Instant bestBefore) {}

    private record OtherUser(Source source, String user) implements Source {

        @Override
        public ConnectionUrl address() {
            return source.address().as(user);
        }

        @Override
        public Pass fetch() throws LoginException {
            Pass pass = source.fetch();
            return new Pass(pass.url.as(user), pass.bestBefore);
        }
    }

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
            pause("The service still returns the password that PostgreSQL refuses");
        }
        return !refused.equals(current());
    }

    @Override
    public Login as(String user) {
        return new FetchedLogin(source.as(user), clock);
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
