package cruddur.cli.common;

import cruddur.administration.Mark;
import cruddur.operations.OperationException;
import cruddur.settings.Settings;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.Login;
import java.util.Locale;
import java.util.Optional;

/// The target of a command: dev or prod.
public enum Target {
    DEV("CONNECTION", Mark.DEV),
    PROD("PROD_CONNECTION", Mark.PROD);

    private final String prefix;
    private final Mark mark;

    Target(String prefix, Mark mark) {
        this.prefix = prefix;
        this.mark = mark;
    }

    /// Parses the word on the command line; every other word is an error.
    public static Target named(String word) {
        return switch (word) {
            case "dev" -> DEV;
            case "prod" -> PROD;
            default -> throw new IllegalArgumentException("There is no target " + word + ". Use dev or prod.");
        };
    }

    /// A login that renews itself while this process runs.
    public Login login(Settings settings) {
        return new LoginLookup(settings, prefix, variable()).lasting();
    }

    /// The login for a read replica, with the same secret or tokens as for the database; empty if there is none.
    public Optional<Login> replica(Settings settings) {
        LoginLookup lookup = new LoginLookup(settings, prefix, replicaVariable());
        return settings.find(replicaVariable()).map(_ -> lookup.lasting());
    }

    /// The URL with the current password.
    public ConnectionUrl url(Settings settings) {
        return new LoginLookup(settings, prefix, variable()).now();
    }

    /// Whether its URL is set.
    public boolean isSet(Settings settings) {
        return settings.contains(variable());
    }

    /// Whether this is the database of `cruddur up`.
    public boolean isEmbedded(Settings settings) {
        return this == DEV && !isSet(settings);
    }

    /// Refuses production reached as dev, for commands that only read: their output would show real
    /// people where a copy was meant.
    public void requireReadable(Optional<Mark> mark, ConnectionUrl url) {
        if (this == DEV) {
            requireChangeable(mark, url);
        }
    }

    /// Refuses a database that has the other target's mark.
    ///
    /// @throws OperationException with the command that marks it
    public void requireChangeable(Optional<Mark> mark, ConnectionUrl url) {
        mark.filter(found -> found != this.mark).ifPresent(found -> {
            throw new OperationException("The database %s at %s:%d is marked %s, and this is %s. %s"
                    .formatted(url.database(), url.host(), url.port(), found, this, advice()));
        });
    }

    private String advice() {
        return switch (this) {
            case DEV -> "If it is production, use prod. If it is a copy for development, run: cruddur db mark dev";
            case PROD ->
                variable()
                        + " points at a database for development. If it is production, run: cruddur db mark prod prod";
        };
    }

    public Mark mark() {
        return mark;
    }

    private String variable() {
        return prefix + "_URL";
    }

    private String replicaVariable() {
        return prefix.replace("CONNECTION", "READ_CONNECTION") + "_URL";
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
