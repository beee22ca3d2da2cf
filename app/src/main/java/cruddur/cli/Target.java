package cruddur.cli;

import cruddur.operations.EmbeddedPostgres;
import cruddur.sql.ConnectionUrl;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Which database an operator means.
enum Target {
    DEV("CONNECTION_URL"),
    PROD("PROD_CONNECTION_URL");

    private final String variable;

    Target(String variable) {
        this.variable = variable;
    }

    /// Reads the word on the command line; anything but the two is refused, never taken for one of
    /// them.
    static Target named(String word) {
        return switch (word) {
            case "dev" -> DEV;
            case "prod" -> PROD;
            default ->
                    throw new IllegalArgumentException(
                            "There is no target " + word + "; it is dev or prod.");
        };
    }

    ConnectionUrl url(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(variable))
                .map(ConnectionUrl::parse)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "Set "
                                                + variable
                                                + " to the address of the database, like postgresql://user:password@host:5432/cruddur."));
    }

    /// The same, but for dev, unless it has an address, the database that `cruddur up` runs.
    ConnectionUrl urlOrEmbedded(Map<String, String> environment) {
        return this == DEV && !environment.containsKey(variable)
                ? EmbeddedPostgres.url(Up.dataFolder(environment), Up.DATABASE)
                : url(environment);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
