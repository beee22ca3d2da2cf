package cruddur.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Class names are global. So the first class of a selector belongs to one style sheet: what a sheet styles is its
/// own, or is inside of what is its own, and never falls on another's elements that have the same name.
class StylesTest {

    /// It hides what the others show.
    private static final String PRINT = "print.css";

    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/");
    private static final Pattern RULE = Pattern.compile("([^{};@]+)\\{");
    private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");
    private static final Pattern CLASS = Pattern.compile("\\.([A-Za-z][\\w-]*)");

    @Test
    void the_first_class_of_a_selector_belongs_to_one_style_sheet() throws IOException {
        Map<String, Set<String>> sheets = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("..", "web", "css"))) {
            for (Path file : files.toList()) {
                firstClasses(Files.readString(file))
                        .forEach(name -> sheets.computeIfAbsent(name, _ -> new TreeSet<>())
                                .add(file.getFileName().toString()));
            }
        }

        assertThat(sheets).containsKeys("card", "pill");
        sheets.values().forEach(owners -> owners.remove(PRINT));
        assertThat(sheets)
                .allSatisfy((name, owners) -> assertThat(owners)
                        .as(
                                "the style sheets that style .%s; all but one must rename it, or style it inside of a class of their own",
                                name)
                        .hasSizeLessThan(2));
    }

    private static Stream<String> firstClasses(String styles) {
        return RULE.matcher(COMMENT.matcher(styles).replaceAll(""))
                .results()
                .flatMap(rule -> COMMA.splitAsStream(rule.group(1)))
                .flatMap(selector -> CLASS.matcher(selector).results().limit(1))
                .map(name -> name.group(1));
    }
}
