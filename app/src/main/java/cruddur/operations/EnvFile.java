package cruddur.operations;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file of settings, in the format of Docker Compose and shells: `NAME=value`, `export NAME=value`,
/// `'…'` or `"…"` around a value, and comments.
///
/// It contains passwords, so only its owner can read it, and no error quotes a line. It is no library's,
/// because commands also write settings, which libraries for such files cannot.
public record EnvFile(Path path) {

    private static final Pattern LINE = Pattern.compile("""
                    \\s* (?:export\\s+)? (?<name>[A-Za-z_][A-Za-z0-9_]*) =
                    (?: '(?<single>[^']*)' | "(?<double>[^"]*)" | (?<bare>[^'"\\s][^\\s]*)? )
                    \\s* (?:\\s\\#.*)?
                    """, Pattern.COMMENTS);

    private static final Pattern NOTHING = Pattern.compile("\\s*(#.*)?");

    /// The settings; empty if there is no such file.
    ///
    /// @throws IllegalArgumentException with the number of a line in another format
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

    /// Sets a value: replaces the lines of this setting by a new one at the end. All other lines stay
    /// unchanged.
    ///
    /// @throws IllegalArgumentException if the format cannot express the value
    public void set(String name, String value) {
        if (value.matches("(?s).*['\\p{Cntrl}].*")) {
            throw new IllegalArgumentException("The value of " + name + " cannot be written to " + path
                    + ", because it contains a ' or a line break.");
        }
        List<String> lines = new ArrayList<>(lines());
        lines.removeIf(line -> sets(line, name));
        lines.add(name + "='" + value + "'");
        write(lines);
    }

    /// Removes the lines of a setting. All other lines stay unchanged.
    public void remove(String name) {
        List<String> lines = new ArrayList<>(lines());
        lines.removeIf(line -> sets(line, name));
        write(lines);
    }

    private static boolean sets(String line, String name) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches() && matcher.group("name").equals(name);
    }

    private Matcher matched(String line, int number) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Line " + number + " of " + path + " does not look like NAME='value'.");
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
            return Files.exists(path) ? decoded(Files.readAllBytes(path)) : List.of();
        } catch (IOException e) {
            throw new OperationException("Cannot read " + path + ": " + IoReason.of(e), e);
        }
    }

    /// Removes the byte order mark that editors on Windows write.
    private List<String> decoded(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.replaceFirst("^\uFEFF", "").lines().toList();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(path + " is not in UTF-8. Save it in that encoding.", e);
        }
    }

    private void write(List<String> lines) {
        try {
            new WholeFile(path).write(part -> Files.write(part, lines));
        } catch (IOException e) {
            throw new OperationException("Cannot write " + path + ": " + IoReason.of(e), e);
        }
    }
}
