package cruddur.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The settings that an operator keeps in a file, as Docker Compose and shells read it:
/// `NAME=value`, `export NAME=value`, `'…'` or `"…"` around a value, and comments.
///
/// It holds passwords, so nobody else may read what is written, and no error repeats a line. A
/// library would read it, and could not write it, which is what commands that make a setting need.
public record EnvFile(Path path) {

    private static final Pattern LINE =
            Pattern.compile(
                    """
                    \\s* (?:export\\s+)? (?<name>[A-Za-z_][A-Za-z0-9_]*) =
                    (?: '(?<single>[^']*)' | "(?<double>[^"]*)" | (?<bare>[^'"\\s][^\\s]*)? )
                    \\s* (?:\\s\\#.*)?
                    """,
                    Pattern.COMMENTS);

    private static final Pattern NOTHING = Pattern.compile("\\s*(#.*)?");

    /// What it says; nothing if there is no such file.
    ///
    /// @throws IllegalArgumentException naming the line that is none of the above
    public Map<String, String> read() {
        Map<String, String> settings = new LinkedHashMap<>();
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            if (!NOTHING.matcher(lines.get(i)).matches()) {
                Matcher line = matched(lines.get(i), i + 1);
                settings.put(line.group("name"), value(line));
            }
        }
        return settings;
    }

    /// Writes a setting at the end, instead of whatever line had it. All other lines stay as they
    /// are.
    ///
    /// @throws IllegalArgumentException if no reader of such files could read the value
    public void set(String name, String value) {
        if (value.matches("(?s).*['\\p{Cntrl}].*")) {
            throw new IllegalArgumentException(
                    "The value of "
                            + name
                            + " cannot stand in "
                            + path
                            + "; it holds a ' or a line break.");
        }
        List<String> lines = new ArrayList<>(lines());
        lines.removeIf(line -> sets(line, name));
        lines.add(name + "='" + value + "'");
        write(lines);
    }

    private static boolean sets(String line, String name) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches() && matcher.group("name").equals(name);
    }

    private Matcher matched(String line, int number) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "Line " + number + " of " + path + " does not look like NAME='value'.");
        }
        return matcher;
    }

    private static String value(Matcher line) {
        for (String form : List.of("single", "double", "bare")) {
            if (line.group(form) != null) {
                return line.group(form);
            }
        }
        return "";
    }

    private List<String> lines() {
        try {
            return Files.exists(path) ? Files.readAllLines(path) : List.of();
        } catch (IOException e) {
            throw new OperationException("Cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    private void write(List<String> lines) {
        try {
            new WholeFile(path).write(part -> Files.write(part, lines));
        } catch (IOException e) {
            throw new OperationException("Cannot write " + path + ": " + e.getMessage(), e);
        }
    }
}
