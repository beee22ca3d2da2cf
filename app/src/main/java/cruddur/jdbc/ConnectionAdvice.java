package cruddur.jdbc;

import cruddur.sql.ConnectionFailure;
import cruddur.sql.ConnectionFailure.Kind;
import cruddur.sql.ConnectionUrl;
import java.util.EnumSet;

/// A failed connection in sentences for the operator: what failed, why, and what to do.
record ConnectionAdvice(ConnectionFailure failure, ConnectionUrl url) {

    private static final String START_INSTANCE = "Start an instance that is stopped: cruddur rds start. ";

    /// @param words of PostgreSQL or the driver, which explain a refused login
    String sentence(String words) {
        String why = EnumSet.of(Kind.LOGIN, Kind.POOLER).contains(failure.kind())
                ? failure.problem() + " (" + words.replaceFirst("\\.$", "") + ")"
                : failure.problem();
        return "Cannot connect to database %s at %s:%d as %s: %s. %s"
                .formatted(url.database(), url.host(), url.port(), url.user(), why, remedy());
    }

    /// Whether the server answers, but refuses this connection.
    boolean isRefusal() {
        return switch (failure.kind()) {
            case LOGIN, POOLER, NO_DATABASE, CLOSED_DATABASE -> true;
            default -> false;
        };
    }

    private String remedy() {
        return switch (failure.kind()) {
            case UNKNOWN_HOST ->
                onRds("An instance has a name only while it exists: cruddur rds status. ") + check("host");
            case REFUSED -> onRds(START_INSTANCE) + "Is PostgreSQL running there? " + check("host and port");
            case NO_ROUTE, DROPPED ->
                onRds("Allow this machine's address: cruddur rds allow-ip. " + START_INSTANCE)
                        + check("host and port")
                        + " If the network is slow, "
                        + longerTimeout();
            case SLOW -> "If the server is busy, " + longerTimeout() + " " + check("port");
            case CLOSED -> "A proxy or tunnel there may have no server behind it. " + check("host and port");
            case NOT_POSTGRESQL -> check("host and port");
            case TLS -> authority() + check("host, sslmode and sslrootcert");
            case LOGIN -> onRds("Set a new password: cruddur rds reset-password. ") + check("user and password");
            case POOLER ->
                "Connect to PostgreSQL itself, or have the pooler ignore that parameter: "
                        + "PgBouncer by ignore_startup_parameters.";
            case NO_DATABASE -> "Create it: " + command("create");
            case CLOSED_DATABASE -> "If a drop of it was interrupted, drop it again: " + command("drop");
            case NO_SLOT, NONE_FREE -> "End sessions that are not needed, or raise max_connections.";
            case NOT_READY -> "Wait for it: " + command("wait");
        };
    }

    private String onRds(String advice) {
        return url.host().endsWith(".rds.amazonaws.com") ? advice : "";
    }

    private String check(String parts) {
        return "Check the " + parts + " in " + url.source() + ".";
    }

    private String longerTimeout() {
        return "wait longer than %d s, by ?connect_timeout=30 at the end of %s."
                .formatted(url.connectTimeoutSeconds(), url.source());
    }

    private String authority() {
        return url.parameters().containsKey("sslrootcert")
                ? ""
                : "Without sslrootcert, the JDK's list of authorities is used. "
                        + onRds("Those of Amazon RDS are at "
                                + "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem. ");
    }

    private String command(String verb) {
        return "cruddur db " + verb + (url.source().startsWith("PROD_") ? " prod" : "");
    }
}
