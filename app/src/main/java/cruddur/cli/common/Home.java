package cruddur.cli.common;

import cruddur.embedded.DataFolder;
import cruddur.settings.Settings;
import java.nio.file.Path;

/// The data folder of `cruddur up`, and its facts for other commands.
public final class Home {

    /// The name of its database.
    public static final String DATABASE = "cruddur";

    /// The name of the command that holds the folder, for other commands.
    public static final String COMMAND = "cruddur up";

    private Home() {}

    /// The process that holds the folder, as a sentence.
    public static String inUse(DataFolder folder) {
        String holder = folder.holder().filter(name -> !name.isEmpty()).orElse(COMMAND);
        return holder.equals(COMMAND)
                ? "Cruddur is already running from "
                        + folder.path()
                        + ", at "
                        + folder.read("address").orElse("an address that it is about to print")
                        + "."
                : "The database in %s is in use by: %s. Stop that command first.".formatted(folder.path(), holder);
    }

    /// The data folder of the environment, else of the checkout; creates it if it is missing.
    public static DataFolder folder(Settings settings) {
        return DataFolder.at(path(settings));
    }

    /// The path of the folder, which may not exist.
    public static Path path(Settings settings) {
        String checkout = System.getProperty("cruddur.checkout", ".");
        return settings.find("CRUDDUR_HOME")
                .map(Path::of)
                .orElse(Path.of(checkout, ".cruddur"))
                .toAbsolutePath();
    }
}
