package cruddur.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Checks that the code map in docs/architecture.md lists every package.
class CodeMapTest {

    @ParameterizedTest
    @ValueSource(strings = {"../app", "../core"})
    void every_package_is_listed(String module) throws IOException {
        String map = Files.readString(Path.of("../docs/architecture.md")).replaceFirst("(?s).*\n## Code map\n", "");

        assertThat(packages(Path.of(module, "src/main/java/cruddur")))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(map).containsPattern("`(app/…/)?" + name + "`"));
    }

    private static List<String> packages(Path root) throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .toList();
        }
    }
}
