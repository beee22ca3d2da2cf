package cruddur.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Settings by the names of their environment variables. A blank value counts as none, because
/// container tools write it for none.
///
/// @param values without the blank ones
public record Settings(Map<String, String> values) {

    public Settings {
        values = values.entrySet().stream()
                .filter(setting -> !setting.getValue().isBlank())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public String get(String name, String orElse) {
        return values.getOrDefault(name, orElse);
    }

    /// A whole number from 0.
    ///
    /// @throws IllegalArgumentException with a sentence that names the setting
    public Optional<Integer> number(String name, int maximum) {
        return find(name).map(written -> number(name, written, maximum));
    }

    private static int number(String name, String written, int maximum) {
        if (!written.matches("[0-9]{1,6}") || Integer.parseInt(written) > maximum) {
            throw new IllegalArgumentException(name + " is " + written + ", and must be a number from 0 to " + maximum);
        }
        return Integer.parseInt(written);
    }

    public boolean contains(String name) {
        return values.containsKey(name);
    }

    /// These and one more, which replaces an earlier value.
    public Settings with(String name, String value) {
        Map<String, String> all = new HashMap<>(values);
        all.put(name, value);
        return new Settings(all);
    }

    /// Does not print the values, which contain passwords.
    @Override
    public String toString() {
        return "Settings" + values.keySet();
    }
}
