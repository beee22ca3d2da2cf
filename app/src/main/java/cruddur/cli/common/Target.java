package cruddur.cli.common;

import cruddur.operations.Mark;
import cruddur.operations.OperationException;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.Login;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Which database an operator means.
public enum Target {
    DEV("CONNECTION", Mark.DEV),
    PROD("PROD_CONNECTION", Mark.PROD);

    private final String settings;
    private final Mark mark;

    Target(String settings, Mark mark) {
        this.settings = settings;
        this.mark = mark;
    }

    /// Reads the word on the command line; anything but the two is refused, never taken for one of
    /// them.
    public static Target named(String word) {
        return switch (word) {
            case "dev" -> DEV;
            case "prod" -> PROD;
            default ->
                    throw new IllegalArgumentException(
                            "There is no target " + word + "; it is dev or prod.");
        };
    }

    /// Who connects, for as long as this runs.
    public Login login(Map<String, String> environment) {
        return new LoginReading(environment, settings).lasting();
    }

    /// The address with the password of the moment.
    public ConnectionUrl url(Map<String, String> environment) {
        return new LoginReading(environment, settings).now();
    }

    /// Whether this is the database of `cruddur up`.
    public boolean isEmbedded(Map<String, String> environment) {
        return this == DEV && !environment.containsKey(variable());
    }

    /// Refuses, to whoever only reads, production reached as dev: what was meant for a copy would
    /// be told of people.
    public void mayRead(Optional<Mark> mark, ConnectionUrl url) {
        if (this == DEV) {
            mayChange(mark, url);
        }
    }

    /// Refuses a database that is marked as the other target's.
    ///
    /// @throws OperationException saying how to mark it
    public void mayChange(Optional<Mark> mark, ConnectionUrl url) {
        mark.filter(found -> found != this.mark)
                .ifPresent(
                        found -> {
                            throw new OperationException(
                                    "The database %s at %s:%d is marked %s, and this is %s. %s"
                                            .formatted(
                                                    url.database(),
                                                    url.host(),
                                                    url.port(),
                                                    found,
                                                    this,
                                                    advice()));
                        });
    }

    private String advice() {
        return switch (this) {
            case DEV ->
                    "If it is production, use prod. If it is a copy for development, say so: cruddur db mark dev";
            case PROD ->
                    variable()
                            + " leads to a database for development. If it is to be production, say so: cruddur db mark prod prod";
        };
    }

    public Mark mark() {
        return mark;
    }

    private String variable() {
        return settings + "_URL";
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
