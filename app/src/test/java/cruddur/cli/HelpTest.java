package cruddur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.CommandResult;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The `--help` of every command, each found in the help of its parent.
class HelpTest {

    private static final Pattern LISTED = Pattern.compile("(?m)^ {2}([a-z][a-z-]*) {2,}\\S");

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V"})
    void the_version_is_printed(String option) {
        CommandResult ran = CommandResult.cruddur(Map.of(), option);

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).matches("cruddur .+, on Java 25.*\\n");
        assertThat(ran.err()).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> help_fits_80_columns_and_gives_an_example() {
        List<Help> all = Help.of("").withThoseBelow().toList();

        assertThat(all).hasSizeGreaterThan(30);
        return all.stream().map(help -> DynamicTest.dynamicTest("cruddur" + help.words, help::reads));
    }

    @Test
    void an_unknown_word_is_escaped_and_similar_ones_are_suggested() {
        CommandResult ran = CommandResult.cruddur(Map.of(), "db", "st\033[31matus");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err())
                .startsWith("Cruddur: There is no command cruddur db st")
                .contains("st\\u001b[31matus", "Did you mean: db status")
                .doesNotContain("\033");
    }

    @Test
    void a_word_too_many_is_named() {
        CommandResult ran = CommandResult.cruddur(Map.of(), "db", "status", "dev", "prod");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).startsWith("Cruddur: cruddur db status takes no argument prod.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"db", "rds", "reports"})
    void the_help_lists_commands_by_name(String group) {
        List<String> listed = LISTED.matcher(
                        CommandResult.cruddur(Map.of(), group, "--help").out())
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(listed).hasSizeGreaterThan(2).isSorted();
    }

    @Test
    void a_missing_value_shows_the_help() {
        CommandResult ran = CommandResult.cruddur(Map.of(), "rds", "create", "--port");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).startsWith("Cruddur: ").contains("--port", "Usage: cruddur rds create");
    }

    @Test
    void help_does_not_load_amazons_client() {
        CommandResult ran =
                CommandResult.process(Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:stderr"), "rds", "create", "--help");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).contains("cruddur.cli.rds.CreateCommand source").doesNotContain("software.amazon.awssdk");
    }

    /// @param words of the command, each after a space
    private record Help(String words, CommandResult ran) {

        static Help of(String words) {
            String[] asked = (words + " --help").strip().split(" ");
            String[] more = Stream.of(asked).skip(1).toArray(String[]::new);
            return new Help(words, CommandResult.cruddur(Map.of(), asked[0], more));
        }

        Stream<Help> withThoseBelow() {
            Stream<Help> below = LISTED.matcher(ran.out())
                    .results()
                    .flatMap(found -> of(words + " " + found.group(1)).withThoseBelow());
            return Stream.concat(Stream.of(this), below);
        }

        void reads() {
            assertThat(ran.exitCode()).isZero();
            assertThat(ran.out()).startsWith("Usage: cruddur" + words + " ");
            assertThat(ran.out()).containsPattern("\n(Example|Begin with): .*cruddur" + words);
            assertThat(ran.out().lines()).allMatch(line -> line.length() <= 80);
        }
    }
}
