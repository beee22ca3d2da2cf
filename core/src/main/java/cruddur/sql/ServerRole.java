package cruddur.sql;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The roles of the server in PostgreSQL, and the settings that their sessions need.
///
/// `db/roles.sql` creates the roles with these settings, so that sessions have them from the beginning. A server that
/// connects as another user sends them while it connects, which poolers refuse: they would lend a session with its
/// settings to other clients.
///
/// Plans are generic: a query is written so that one plan is right for all values, and planning it anew would cost more
/// than running it. That plan looks rows up one by one in an index, also while the tables are still small.
public enum ServerRole {
    READ("cruddur_read", "on"),
    WRITE("cruddur_write", "off");

    public static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(3);

    private static final Map<String, String> OF_BOTH = Map.of(
            "TimeZone", "UTC",
            "statement_timeout", STATEMENT_TIMEOUT.toSeconds() + "s",
            "plan_cache_mode", "force_generic_plan",
            "enable_seqscan", "off",
            "enable_hashjoin", "off",
            "enable_mergejoin", "off");

    private final String user;
    private final String readOnly;

    ServerRole(String user, String readOnly) {
        this.user = user;
        this.readOnly = readOnly;
    }

    /// Whether this user is one of the roles.
    public static boolean isUser(String user) {
        return Stream.of(values()).anyMatch(role -> role.user.equals(user));
    }

    /// The login of this role, if the given one is of a role of the server; else the given one.
    public Login of(Login login) {
        return isUser(login.address().user()) ? login.as(user) : login;
    }

    /// The URL with which sessions have the settings. A user that is not one of the roles sends them while connecting.
    public ConnectionUrl applyTo(ConnectionUrl url) {
        return isUser(url.user()) ? url : url.withOptions(options());
    }

    /// The settings as libpq's `options`.
    public String options() {
        return settings().entrySet().stream()
                .map(setting -> "-c " + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(" "));
    }

    /// The values by their names, as PostgreSQL writes them.
    public SortedMap<String, String> settings() {
        SortedMap<String, String> settings = new TreeMap<>(OF_BOTH);
        settings.put("default_transaction_read_only", readOnly);
        return settings;
    }

    /// The user's name.
    @Override
    public String toString() {
        return user;
    }
}
