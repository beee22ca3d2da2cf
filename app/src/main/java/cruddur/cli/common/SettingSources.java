package cruddur.cli.common;

import cruddur.operations.EnvFile;
import cruddur.settings.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The settings from the environment, else from `.env` in the checkout.
///
/// @param environment of this process
/// @param written the content of the file
public record SettingSources(EnvFile file, Map<String, String> environment, Map<String, String> written) {

    /// Reads the file of the checkout that `bin/cruddur` names, or of the current folder.
    public static SettingSources of(Map<String, String> environment) {
        EnvFile file = new EnvFile(Path.of(System.getProperty("cruddur.checkout", "."), ".env"));
        return new SettingSources(file, withoutBlank(environment), withoutBlank(file.read()));
    }

    private static Map<String, String> withoutBlank(Map<String, String> settings) {
        return new Settings(settings).values();
    }

    /// The effective settings.
    public Settings settings() {
        Map<String, String> all = new HashMap<>(written);
        all.putAll(environment);
        return new Settings(all);
    }

    /// The effective value: what is set, else the default.
    public Optional<String> value(Setting setting) {
        return setting.in(settings());
    }

    /// The source of a setting, for an operator.
    public String source(String name) {
        return environment.containsKey(name) ? "environment" : ".env";
    }

    /// Prints a setting that a command produced, and writes it to the file if the operator agrees.
    ///
    /// @param yes whether the operator agreed in advance
    public void offer(Setting setting, String value, Terminal terminal, boolean yes) {
        terminal.report("Cruddur: " + setting + "=" + setting.masked(value));
        if (!yes && !terminal.confirms("Write it to " + file.path() + "?")) {
            terminal.report("Cruddur: not written. Set it in the environment or in " + file.path() + ".");
            return;
        }
        keep(setting, value, terminal);
        warnIfOverridden(setting, value, terminal);
    }

    private void warnIfOverridden(Setting setting, String value, Terminal terminal) {
        if (!environment.getOrDefault(setting.name(), value).equals(value)) {
            terminal.report(
                    "Cruddur: the environment has another " + setting + ", which takes precedence. Unset it there.");
        }
    }

    /// Replaces the value of a setting that is in the file, and prints a warning if the environment has
    /// another value.
    public void replace(Setting setting, String value, Terminal terminal) {
        if (!file.read().getOrDefault(setting.name(), value).equals(value)) {
            keep(setting, value, terminal);
        }
        warnIfOverridden(setting, value, terminal);
    }

    /// Removes a setting from the file, and prints a warning if the environment still has it.
    public void remove(Setting setting, Terminal terminal) {
        if (written.containsKey(setting.name())) {
            file.remove(setting.name());
            terminal.report("Cruddur: " + setting + " is removed from " + file.path() + ".");
        }
        if (environment.containsKey(setting.name())) {
            terminal.report("Cruddur: the environment still has " + setting + ". Unset it there.");
        }
    }

    /// Writes a setting to the file without a question, because it must not be lost.
    public void keep(Setting setting, String value, Terminal terminal) {
        file.set(setting.name(), value);
        terminal.report("Cruddur: " + setting + " is written to " + file.path() + ".");
    }
}
