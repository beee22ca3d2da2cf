package cruddur.cli;

import cruddur.operations.EmbeddedPostgres;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.Login;

import java.util.Locale;
import java.util.Map;

/// Which database an operator means.
enum Target {
    DEV("CONNECTION"),
    PROD("PROD_CONNECTION");

    private final String settings;

    Target(String settings) {
        this.settings = settings;
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

    /// Who connects, for as long as this runs.
    Login login(Map<String, String> environment) {
        return new LoginReading(environment, settings).lasting();
    }

    /// The address with the password of the moment.
    ConnectionUrl url(Map<String, String> environment) {
        return new LoginReading(environment, settings).now();
    }

    /// The same, but for dev, unless it has an address, the database that `cruddur up` runs.
    ConnectionUrl urlOrEmbedded(Map<String, String> environment) {
        return this == DEV && !environment.containsKey(settings + "_URL")
                ? EmbeddedPostgres.url(Up.dataFolder(environment), Up.DATABASE)
                : url(environment);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
