package cruddur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Ran;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What `--help` says of every command that there is, each found in the help of the one above it.
class HelpTest {

    private static final Pattern LISTED = Pattern.compile("(?m)^ {2}([a-z][a-z-]*) {2,}\\S");

    @TestFactory
    Stream<DynamicTest> help_fits_80_columns_and_gives_an_example() {
        List<Help> all = Help.of("").withThoseBelow().toList();

        assertThat(all).hasSizeGreaterThan(30);
        return all.stream()
                .map(help -> DynamicTest.dynamicTest("cruddur" + help.words, help::reads));
    }

    /// @param words of the command, each after a space
    private record Help(String words, Ran ran) {

        static Help of(String words) {
            String[] asked = (words + " --help").strip().split(" ");
            String[] more = Stream.of(asked).skip(1).toArray(String[]::new);
            return new Help(words, Ran.cruddur(Map.of(), asked[0], more));
        }

        Stream<Help> withThoseBelow() {
            Stream<Help> below =
                    LISTED.matcher(ran.out())
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
