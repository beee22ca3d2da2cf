package cruddur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The short names in `bin/`, beside a `cruddur` that prints its arguments.
class ShortNamesTest {

    private static final Path BIN = Path.of("..", "bin").toAbsolutePath().normalize();

    @TempDir
    private static Path folder;

    private static Path bin;

    @BeforeAll
    static void copy() throws IOException {
        bin = Files.createDirectory(folder.resolve("a checkout"));
        try (Stream<Path> scripts = Files.list(BIN)) {
            for (Path script : scripts.filter(Files::isRegularFile).toList()) {
                Files.copy(script, bin.resolve(script.getFileName()));
                Files.createSymbolicLink(folder.resolve(script.getFileName()), bin.resolve(script.getFileName()));
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
    void a_short_name_hands_on_its_words_from_any_folder_and_through_a_link(String name, String command)
            throws IOException {
        String expected = command + "|prod|--confirm|a name|";

        assertThat(output(bin.resolve(name))).isEqualTo(expected);
        assertThat(output(folder.resolve(name))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "bash -eu", "zsh"})
    void a_short_name_may_be_sourced_and_leaves_the_shell_alive(String shell) throws IOException {
        String journal = """
                source '%1$s/db-drop' prod 'a name'; echo alive
                cd '%1$s' && source ./db-create; echo alive
                cd .. && source 'a checkout/rds-update-sg-rule'; echo alive
                source ./db-seed; echo alive
                """.formatted(bin);

        assertThat(output(List.of("sh", "-c", shell + " -c \"$0\"", journal)))
                .isEqualTo("db|drop|prod|a name|alive\ndb|create|alive\nrds|allow-ip|alive\ndb|seed|alive\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void a_short_name_that_is_sourced_passes_the_exit_code_on(String shell) throws IOException {
        Path other = Files.createDirectories(folder.resolve("failing"));
        Files.copy(bin.resolve("db-drop"), other.resolve("db-drop"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(other.resolve("cruddur"), "#!/bin/sh\nexit 4\n");
        assertThat(other.resolve("cruddur").toFile().setExecutable(true)).isTrue();

        assertThat(output(List.of(shell, "-c", "source '" + other + "/db-drop'; echo $?")))
                .isEqualTo("4\n");
    }

    private static String output(Path script) throws IOException {
        return output(List.of(script.toString(), "prod", "--confirm", "a name"));
    }

    private static String output(List<String> words) throws IOException {
        Process process = new ProcessBuilder(words)
                .directory(new File("/"))
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
