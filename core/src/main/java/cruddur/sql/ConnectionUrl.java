package cruddur.sql;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A PostgreSQL address as libpq writes it:
/// `postgresql://user:password@host:port/database?sslmode=…`.
///
/// User, password, host and database may hold any character, percent-encoded. [#toString] masks the
/// password.
///
/// @param parameters `sslmode`, `sslrootcert`, `connect_timeout` (whole seconds),
///   `application_name` and `options`
public record ConnectionUrl(
        String user,
        Optional<String> password,
        String host,
        int port,
        String database,
        Map<String, String> parameters)
        implements Login {

    private static final Pattern FORM =
            Pattern.compile(
                    """
            postgres(?:ql)?://
            (?: (?<user>[^:@/?\\#]*) (?: : (?<password>[^@/?\\#]*) )? @ )?
            (?: \\[ (?<ipv6>[0-9A-Fa-f:.%]+) \\] | (?<host>[^:@/?\\#,\\[\\]]*) )
            (?: : (?<port>[0-9]{1,5}) )?
            (?: / (?<database>[^/?\\#]*) )?
            (?: \\? (?<query>[^\\#]*) )?
            """,
                    Pattern.COMMENTS);

    private static final List<String> SSL_MODES =
            List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    private static final List<String> KNOWN_PARAMETERS =
            List.of("sslmode", "sslrootcert", "connect_timeout", "application_name", "options");

    /// Those that are set only if the address says something.
    private static final Map<String, String> LIBPQ_VARIABLES =
            Map.of("application_name", "PGAPPNAME", "options", "PGOPTIONS");

    /// As libpq calls the list of authorities that the system has; here it is the JDK's.
    static final String SYSTEM = "system";

    private static final int DEFAULT_PORT = 5432;

    public ConnectionUrl {
        parameters = Map.copyOf(parameters);
    }

    /// Reads an address.
    ///
    /// @throws IllegalArgumentException with a sentence for the operator, which never holds the
    ///   password
    public static ConnectionUrl parse(String url) {
        Matcher form = FORM.matcher(url.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "The connection URL must look like postgresql://user:password@host:5432/database, with one host, and"
                            + " with each of : / @ # % ? and space in a name or password percent-encoded (%3A %2F %40 %23"
                            + " %25 %3F %20)");
        }
        String user = decoded("user", form.group("user")).orElse("postgres");
        return new ConnectionUrl(
                user,
                decoded("password", form.group("password")),
                hostOf(form),
                portOf(form.group("port")),
                decoded("database", form.group("database")).orElse(user),
                parametersOf(Optional.ofNullable(form.group("query")).orElse("")));
    }

    private static String hostOf(Matcher form) {
        return Optional.ofNullable(form.group("ipv6"))
                .or(() -> decoded("host", form.group("host")))
                .orElse("localhost");
    }

    private static int portOf(@Nullable String digits) {
        int port = digits == null ? DEFAULT_PORT : Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "The connection URL's port " + port + " is not between 1 and 65535");
        }
        return port;
    }

    private static Map<String, String> parametersOf(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                parameters.put(
                        known(parts[0]),
                        decoded(parts[0], parts.length < 2 ? "" : parts[1]).orElse(""));
            }
        }
        refuseUnusable(parameters);
        return parameters;
    }

    private static String known(String parameter) {
        if (!KNOWN_PARAMETERS.contains(parameter)) {
            throw new IllegalArgumentException(
                    "The connection URL's parameter "
                            + parameter
                            + " is not one of those that work here: "
                            + String.join(", ", KNOWN_PARAMETERS));
        }
        return parameter;
    }

    private static void refuseUnusable(Map<String, String> parameters) {
        String sslmode = parameters.getOrDefault("sslmode", "prefer");
        if (!SSL_MODES.contains(sslmode)) {
            throw new IllegalArgumentException(
                    "The connection URL's sslmode "
                            + sslmode
                            + " is not one of "
                            + String.join(", ", SSL_MODES));
        }
        if (!parameters.getOrDefault("connect_timeout", "5").matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException(
                    "The connection URL's connect_timeout must be whole seconds, 1 to 9999");
        }
    }

    private static Optional<String> decoded(String part, @Nullable String encoded) {
        if (encoded == null || encoded.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException(
                    "The connection URL's "
                            + part
                            + " holds a % that is not followed by two hexadecimal digits; write %25 for the sign itself");
        }
    }

    @Override
    public ConnectionUrl address() {
        return this;
    }

    @Override
    public ConnectionUrl current() {
        return this;
    }

    /// Never: whoever set the address sets another.
    @Override
    public boolean isRenewedAfter(ConnectionUrl refused) {
        return false;
    }

    /// The same address for another person.
    public ConnectionUrl withLogin(String otherUser, Optional<String> otherPassword) {
        return new ConnectionUrl(otherUser, otherPassword, host, port, database, parameters);
    }

    /// How long connecting may take, in whole seconds.
    public int connectTimeoutSeconds() {
        return Integer.parseInt(parameters.getOrDefault("connect_timeout", "5"));
    }

    public String sslMode() {
        return parameters.getOrDefault("sslmode", "prefer");
    }

    /// The file of the authorities whose certificates are believed, or [#SYSTEM].
    String authorities() {
        return parameters.getOrDefault("sslrootcert", SYSTEM);
    }

    /// The same server and person, another database.
    public ConnectionUrl withDatabase(String other) {
        return new ConnectionUrl(user, password, host, port, other, parameters);
    }

    /// The same with another limit on how long connecting may take.
    public ConnectionUrl withConnectTimeout(int seconds) {
        Map<String, String> others = new HashMap<>(parameters);
        others.put("connect_timeout", Integer.toString(seconds));
        return new ConnectionUrl(user, password, host, port, database, others);
    }

    /// What pgjdbc takes as its URL; the person and the password go into its properties, so that no
    /// log can show them.
    public String jdbcUrl() {
        return "jdbc:postgresql://" + bracketed(host) + ":" + port + "/" + encoded(database);
    }

    /// What pgjdbc takes beside [#jdbcUrl]: who connects, and how. As libpq: `verify-ca` wants a
    /// certificate of a known authority, `verify-full` also the host's name in it, all others take
    /// any. `sslrootcert=system` is the JDK's own list of authorities.
    public Properties jdbcProperties() {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        password.ifPresent(known -> properties.setProperty("password", known));
        properties.setProperty("connectTimeout", Integer.toString(connectTimeoutSeconds()));
        properties.setProperty(
                "ApplicationName", parameters.getOrDefault("application_name", "cruddur"));
        Optional.ofNullable(parameters.get("options"))
                .ifPresent(options -> properties.setProperty("options", options));
        properties.setProperty("sslmode", sslMode());
        if (sslMode().startsWith("verify-")) {
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

    /// The environment variables by which psql, pg_dump and their like find the same database, so
    /// that nothing of it stands on their command lines.
    public Map<String, String> libpqVariables() {
        Map<String, String> variables = new HashMap<>();
        variables.put("PGHOST", host);
        variables.put("PGPORT", Integer.toString(port));
        variables.put("PGUSER", user);
        variables.put("PGDATABASE", database);
        variables.put("PGCONNECT_TIMEOUT", Integer.toString(connectTimeoutSeconds()));
        password.ifPresent(known -> variables.put("PGPASSWORD", known));
        variables.put("PGSSLMODE", sslMode());
        if (sslMode().startsWith("verify-")) {
            variables.put("PGSSLROOTCERT", authorities());
        }
        LIBPQ_VARIABLES.forEach(
                (parameter, variable) ->
                        Optional.ofNullable(parameters.get(parameter))
                                .ifPresent(value -> variables.put(variable, value)));
        return variables;
    }

    /// The address with the password as written by libpq. Not for people's eyes; [#toString] is.
    public String reveal() {
        return written(password.map(ConnectionUrl::encoded));
    }

    /// The address with the password masked.
    @Override
    public String toString() {
        return written(password.map(_ -> "****"));
    }

    private String written(Optional<String> shownPassword) {
        String query =
                parameters.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                        .collect(Collectors.joining("&"));
        return "postgresql://"
                + encoded(user)
                + shownPassword.map(shown -> ":" + shown).orElse("")
                + "@"
                + bracketed(host)
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
