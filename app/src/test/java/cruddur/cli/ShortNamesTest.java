package cruddur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The names in `bin/` that people know, beside a `cruddur` that says what it was told.
class ShortNamesTest {

    private static final Path BIN = Path.of("..", "bin").toAbsolutePath().normalize();

    @TempDir private static Path folder;

    private static Path bin;

    @BeforeAll
    static void copy() throws IOException {
        bin = Files.createDirectory(folder.resolve("a checkout"));
        try (Stream<Path> scripts = Files.list(BIN)) {
            for (Path script : scripts.filter(Files::isRegularFile).toList()) {
                Files.copy(script, bin.resolve(script.getFileName()));
                Files.createSymbolicLink(
                        folder.resolve(script.getFileName()), bin.resolve(script.getFileName()));
            }
        }
        Files.writeString(bin.resolve("cruddur"), "#!/bin/sh\nprintf '%s|' \"$@\"\n");
    }

    @ParameterizedTest
    @CsvSource({
        "db-create, db|create",
        "db-drop, db|drop",
        "db-schema-load, db|schema-load",
        "db-schema, db|schema-load",
        "db-seed, db|seed",
        "db-setup, db|setup",
        "db-connect, db|connect",
        "db-sessions, db|sessions",
        "db-show-connections, db|sessions",
        "rds-update-sg-rule, rds|allow-ip",
        "db-update-sg-rule, rds|allow-ip"
    })
    void a_short_name_hands_on_its_words_from_any_folder_and_through_a_link(
            String name, String command) throws IOException {
        String expected = command + "|prod|--confirm|a name|";

        assertThat(said(bin.resolve(name))).isEqualTo(expected);
        assertThat(said(folder.resolve(name))).isEqualTo(expected);
    }

    private static String said(Path script) throws IOException {
        Process process =
                new ProcessBuilder(script.toString(), "prod", "--confirm", "a name")
                        .directory(new File("/"))
                        .redirectErrorStream(true)
                        .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
