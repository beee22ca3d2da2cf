package cruddur.sql;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/// A PostgreSQL address as libpq writes it:
/// `postgresql://user:password@host:port/database?sslmode=…`.
///
/// User, password, host and database may hold any character, percent-encoded. [#toString] masks the
/// password.
///
/// @param parameters `sslmode`, `sslrootcert`, `connect_timeout` (whole seconds),
///   `application_name` and `options`
/// @param source the name of the URL in messages, usually the variable that holds it
public record ConnectionUrl(
        String user,
        Optional<String> password,
        String host,
        int port,
        String database,
        Map<String, String> parameters,
        String source)
        implements Login {

    /// Variables that are set only if the URL has the parameter.
    private static final Map<String, String> LIBPQ_VARIABLES =
            Map.of("application_name", "PGAPPNAME", "options", "PGOPTIONS");

    /// libpq's name for the system's list of authorities; here it is the JDK's.
    public static final String SYSTEM = "system";

    /// The name of a URL whose source is unknown.
    private static final String ANY_SOURCE = "the connection URL";

    /// Without a name, libpq reads a file in the user's home folder; this one does not exist.
    private static final String NO_FILE = "/nonexistent/root.crt";

    public ConnectionUrl {
        parameters = Map.copyOf(parameters);
    }

    public ConnectionUrl(
            String user,
            Optional<String> password,
            String host,
            int port,
            String database,
            Map<String, String> parameters) {
        this(user, password, host, port, database, parameters, ANY_SOURCE);
    }

    /// Parses a URL.
    ///
    /// @throws IllegalArgumentException with a sentence for the operator, which never contains the
    ///   password
    public static ConnectionUrl parse(String url) {
        return parse(url, ANY_SOURCE);
    }

    /// The same for a URL that the operator knows by a name.
    ///
    /// @param source the variable that holds it
    public static ConnectionUrl parse(String url, String source) {
        return new UrlParser(source).parse(url);
    }

    @Override
    public ConnectionUrl address() {
        return this;
    }

    @Override
    public ConnectionUrl current() {
        return this;
    }

    /// False, because a login in a URL never changes.
    @Override
    public boolean isRenewedAfter(ConnectionUrl refused) {
        return false;
    }

    @Override
    public ConnectionUrl as(String otherUser) {
        return withLogin(otherUser, password);
    }

    /// The same URL with another login.
    public ConnectionUrl withLogin(String otherUser, Optional<String> otherPassword) {
        return new ConnectionUrl(otherUser, otherPassword, host, port, database, parameters, source);
    }

    /// The time limit for connecting, in whole seconds.
    public int connectTimeoutSeconds() {
        return Integer.parseInt(parameters.getOrDefault("connect_timeout", "5"));
    }

    /// As in libpq 16: `require` with a file of authorities is `verify-ca`, and `sslrootcert=system` is `verify-full`.
    public String sslMode() {
        String named = parameters.getOrDefault("sslmode", namesSystem() ? "verify-full" : "prefer");
        return named.equals("require") && parameters.containsKey("sslrootcert") ? "verify-ca" : named;
    }

    private boolean namesSystem() {
        return SYSTEM.equals(parameters.get("sslrootcert"));
    }

    /// Whether the server's certificate must be from one of the [#authorities].
    public boolean isVerified() {
        return sslMode().startsWith("verify-");
    }

    /// The file of the trusted authorities, or [#SYSTEM].
    public String authorities() {
        return parameters.getOrDefault("sslrootcert", SYSTEM);
    }

    /// The same server and login, another database.
    public ConnectionUrl withDatabase(String other) {
        return new ConnectionUrl(user, password, host, port, other, parameters, source);
    }

    /// The same with another time limit for connecting.
    public ConnectionUrl withConnectTimeout(int seconds) {
        Map<String, String> others = new HashMap<>(parameters);
        others.put("connect_timeout", Integer.toString(seconds));
        return new ConnectionUrl(user, password, host, port, database, others, source);
    }

    /// The same with more settings for its sessions, which override those of the URL.
    ///
    /// @param more as libpq's `options`
    public ConnectionUrl withOptions(String more) {
        Map<String, String> others = new HashMap<>(parameters);
        others.merge("options", more, (own, added) -> own + " " + added);
        return new ConnectionUrl(user, password, host, port, database, others, source);
    }

    /// The URL for pgjdbc. User and password are in its properties, so that no log can contain them.
    public String jdbcUrl() {
        return "jdbc:postgresql://" + bracketed(host) + ":" + port + "/" + encoded(database);
    }

    /// The properties for pgjdbc, in addition to [#jdbcUrl]: login and TLS. As in libpq, `verify-ca`
    /// requires a certificate of a known authority, `verify-full` also the host's name in it, all others
    /// accept any. `sslrootcert=system` is the JDK's own list of authorities.
    public Properties jdbcProperties() {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        password.ifPresent(known -> properties.setProperty("password", known));
        properties.setProperty("connectTimeout", Integer.toString(connectTimeoutSeconds()));
        properties.setProperty("ApplicationName", parameters.getOrDefault("application_name", "cruddur"));
        Optional.ofNullable(parameters.get("options")).ifPresent(options -> properties.setProperty("options", options));
        // Nothing is set or prepared in the session, because a pooler would lend it with that to other clients.
        properties.setProperty("assumeMinServerVersion", "13");
        properties.setProperty("prepareThreshold", "0");
        properties.setProperty("sslmode", sslMode());
        if (isVerified()) {
            trust(authorities(), properties);
        }
        return properties;
    }

    private static void trust(String authorities, Properties properties) {
        if (authorities.equals(SYSTEM)) {
            properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        } else {
            properties.setProperty("sslrootcert", authorities);
        }
    }

    /// The environment variables that connect psql, pg_dump and other programs to the same database, so
    /// that no setting is on their command lines.
    public Map<String, String> libpqVariables() {
        return libpqVariables(authorities());
    }

    /// The same for any version of libpq: 15 takes [#SYSTEM] for the name of a file.
    ///
    /// @param authorityFile instead of the [#authorities]
    public Map<String, String> libpqVariables(String authorityFile) {
        Map<String, String> variables = new HashMap<>();
        variables.put("PGHOST", host);
        variables.put("PGPORT", Integer.toString(port));
        variables.put("PGUSER", user);
        variables.put("PGDATABASE", database);
        variables.put("PGCONNECT_TIMEOUT", Integer.toString(connectTimeoutSeconds()));
        password.ifPresent(known -> variables.put("PGPASSWORD", known));
        variables.put("PGSSLMODE", sslMode());
        variables.put("PGSSLROOTCERT", isVerified() ? authorityFile : NO_FILE);
        LIBPQ_VARIABLES.forEach((parameter, variable) ->
                Optional.ofNullable(parameters.get(parameter)).ifPresent(value -> variables.put(variable, value)));
        return variables;
    }

    /// The URL with the password, as libpq writes it. Not for output; [#toString] is.
    public String reveal() {
        return written(password.map(ConnectionUrl::encoded));
    }

    /// The URL with the password masked.
    @Override
    public String toString() {
        return written(password.map(_ -> "****"));
    }

    private String written(Optional<String> shownPassword) {
        String query = parameters.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return "postgresql://"
                + encoded(user)
                + shownPassword.map(shown -> ":" + shown).orElse("")
                + "@"
                + bracketed(host.replace("%", "%25"))
                + ":"
                + port
                + "/"
                + encoded(database)
                + (query.isEmpty() ? "" : "?" + query);
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
