package cruddur.sql;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Parses a [ConnectionUrl].
///
/// Throws IllegalArgumentException with a sentence for the operator, which never contains the password.
///
/// @param source the name of the URL in messages: the variable that holds it
record UrlParser(String source) {

    private static final Pattern FORM = Pattern.compile("""
            postgres(?:ql)?://
            (?: (?<user>[^:@/?\\#]*) (?: : (?<password>[^@/?\\#]*) )? @ )?
            (?: \\[ (?<ipv6>[0-9A-Fa-f:.]+) (?: % (?:25)? (?<zone>[0-9A-Za-z._~-]+) )? \\] | (?<host>[^:@/?\\#,\\[\\]]*) )
            (?: : (?<port>[0-9]{0,5}) )?
            (?: / (?<database>[^/?\\#]*) )?
            (?: \\? (?<query>[^\\#]*) )?
            """, Pattern.COMMENTS);

    /// An IPv6 address without brackets: it has two colons or more.
    private static final Pattern BARE_IPV6 = Pattern.compile(
            "postgres(?:ql)?://(?:[^@/]*@)?[0-9A-Fa-f]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(?:%[^/?@]*)?(?:[/?].*)?");

    private static final List<String> SSL_MODES =
            List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    private static final List<String> PARAMETERS =
            List.of("sslmode", "sslrootcert", "connect_timeout", "application_name", "options");

    private static final int DEFAULT_PORT = 5432;

    ConnectionUrl parse(String url) {
        Matcher form = FORM.matcher(url.strip());
        if (!form.matches()) {
            throw refused(
                    BARE_IPV6.matcher(url.strip()).matches()
                            ? " has an IPv6 address without brackets; write it like [::1]:5432"
                            : " must look like postgresql://user:password@host:5432/database, with one host, and"
                                    + " with each of : / @ # % ? and space in a name or password percent-encoded (%3A"
                                    + " %2F %40 %23 %25 %3F %20)");
        }
        String user = decoded("user", form.group("user")).orElse("postgres");
        return new ConnectionUrl(
                user,
                decoded("password", form.group("password")),
                host(form),
                port(form.group("port")),
                decoded("database", form.group("database")).orElse(user),
                parameters(Optional.ofNullable(form.group("query")).orElse("")),
                source);
    }

    private String host(Matcher form) {
        String zone =
                Optional.ofNullable(form.group("zone")).map(name -> "%" + name).orElse("");
        String host = Optional.ofNullable(form.group("ipv6"))
                .map(address -> address + zone)
                .or(() -> decoded("host", form.group("host")))
                .orElse("localhost");
        if (host.startsWith("/") || host.startsWith("@")) {
            throw refused(" names a Unix socket (" + host
                    + "), but connections use only TCP; name a host instead, like localhost:5432");
        }
        return host;
    }

    private int port(@Nullable String digits) {
        int port = digits == null || digits.isEmpty() ? DEFAULT_PORT : Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw refused("'s port " + port + " is not between 1 and 65535");
        }
        return port;
    }

    private Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                parameters.put(
                        known(parts[0]),
                        decoded(parts[0], parts.length < 2 ? "" : parts[1]).orElse(""));
            }
        }
        // As in libpq: without a value, the parameter counts as missing.
        parameters.remove("sslrootcert", "");
        requireUsable(parameters);
        return parameters;
    }

    private String known(String parameter) {
        if (!PARAMETERS.contains(parameter)) {
            throw refused(
                    "'s parameter " + parameter + " is not supported; supported are " + String.join(", ", PARAMETERS));
        }
        return parameter;
    }

    private void requireUsable(Map<String, String> parameters) {
        String sslmode = parameters.getOrDefault("sslmode", "verify-full");
        if (!SSL_MODES.contains(sslmode)) {
            throw refused("'s sslmode " + sslmode + " is not one of " + String.join(", ", SSL_MODES));
        }
        if (ConnectionUrl.SYSTEM.equals(parameters.get("sslrootcert")) && !sslmode.equals("verify-full")) {
            throw refused(
                    "'s sslmode " + sslmode
                            + " is too weak for sslrootcert=system, because any site has a certificate from these authorities; use sslmode=verify-full");
        }
        if (!parameters.getOrDefault("connect_timeout", "5").matches("[1-9][0-9]{0,3}")) {
            throw refused("'s connect_timeout must be whole seconds, 1 to 9999");
        }
    }

    private Optional<String> decoded(String part, @Nullable String encoded) {
        if (encoded == null || encoded.isEmpty()) {
            return Optional.empty();
        }
        String decoded = decode(part, encoded);
        if (decoded.indexOf('\0') >= 0) {
            throw refused("'s " + part + " holds %00, a character that PostgreSQL does not allow");
        }
        return Optional.of(decoded);
    }

    private String decode(String part, String encoded) {
        try {
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw refused("'s " + part
                    + " holds a % that is not followed by two hexadecimal digits; write %25 for the sign itself");
        }
    }

    /// @param what begins with a space or an apostrophe
    private IllegalArgumentException refused(String what) {
        return new IllegalArgumentException(Character.toUpperCase(source.charAt(0)) + source.substring(1) + what);
    }
}
