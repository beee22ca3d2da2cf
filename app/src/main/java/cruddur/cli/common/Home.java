package cruddur.cli.common;

import cruddur.operations.DataFolder;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where `cruddur up` keeps its data, and what others need to know of it.
public final class Home {

    /// The name of its database.
    public static final String DATABASE = "cruddur";

    /// As others are told who runs it.
    public static final String COMMAND = "cruddur up";

    private Home() {}

    /// Who holds the folder, as a sentence.
    public static String inUse(DataFolder folder) {
        String holder = folder.holder().orElse(COMMAND);
        return holder.equals(COMMAND)
                ? "Cruddur is running from "
                        + folder.path()
                        + " already, at "
                        + folder.read("address").orElse("an address that it is about to print")
                        + "."
                : "The database in %s is in use by: %s. End that first."
                        .formatted(folder.path(), holder);
    }

    /// The data folder that the environment names, else the one in the checkout; made if it is
    /// missing.
    public static DataFolder folder(Map<String, String> environment) {
        return DataFolder.at(path(environment));
    }

    /// Where it is, or would be.
    public static Path path(Map<String, String> environment) {
        String checkout = System.getProperty("cruddur.checkout", ".");
        return Optional.ofNullable(environment.get("CRUDDUR_HOME"))
                .map(Path::of)
                .orElse(Path.of(checkout, ".cruddur"))
                .toAbsolutePath();
    }
}
