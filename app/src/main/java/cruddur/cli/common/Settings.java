package cruddur.cli.common;

import cruddur.operations.EnvFile;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the operator has set: in the environment, else in `.env` in the checkout.
///
/// @param environment of this process
/// @param written what the file says
public record Settings(EnvFile file, Map<String, String> environment, Map<String, String> written) {

    /// Reads the file of the checkout that `bin/cruddur` names, or of the folder one is in.
    public static Settings of(Map<String, String> environment) {
        EnvFile file = new EnvFile(Path.of(System.getProperty("cruddur.checkout", "."), ".env"));
        return new Settings(file, notEmpty(environment), notEmpty(file.read()));
    }

    /// An empty one is as good as none; what starts containers writes it for none.
    private static Map<String, String> notEmpty(Map<String, String> settings) {
        return settings.entrySet().stream()
                .filter(setting -> !setting.getValue().isBlank())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// All of them, by name.
    public Map<String, String> effective() {
        Map<String, String> all = new HashMap<>(written);
        all.putAll(environment);
        return Map.copyOf(all);
    }

    public Optional<String> value(String name) {
        return Optional.ofNullable(effective().get(name));
    }

    /// Where a setting that is set comes from, as an operator says it.
    public String source(String name) {
        return environment.containsKey(name) ? "environment" : ".env";
    }

    /// Tells of a setting that a command made, and keeps it in the file if the operator wants that.
    ///
    /// @param yes whether they said so in advance
    public void offer(Setting setting, String value, Terminal terminal, boolean yes) {
        terminal.say("Cruddur: " + setting + "=" + setting.masked(value));
        if (!yes && !terminal.confirms("Write it to " + file.path() + "?")) {
            terminal.say(
                    "Cruddur: it is not kept. Set it in the environment or in "
                            + file.path()
                            + ".");
            return;
        }
        keep(setting, value, terminal);
        if (!environment.getOrDefault(setting.name(), value).equals(value)) {
            terminal.say(
                    "Cruddur: the environment has another "
                            + setting
                            + ", which counts for more; unset it there.");
        }
    }

    /// Keeps a setting in the file without a question, because it must not be lost.
    public void keep(Setting setting, String value, Terminal terminal) {
        file.set(setting.name(), value);
        terminal.say("Cruddur: " + setting + " is written to " + file.path() + ".");
    }
}
