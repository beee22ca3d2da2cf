package cruddur.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cruddur.operations.EnvFile;
import cruddur.testing.Checkout;
import cruddur.testing.CommandResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `cruddur config`, and the `.env` file.
class ConfigTest {

    @TempDir
    private Path folder;

    private CommandResult config(String file, Map<String, String> environment, String... arguments) {
        return CommandResult.cruddurOf(Checkout.at(folder).with(file), environment, "config", arguments);
    }

    private static List<String> of(String setting, CommandResult ran) {
        return ran.out()
                .lines()
                .map(line -> line.split(" +"))
                .filter(words -> words[0].equals(setting))
                .map(List::of)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shows_what_is_set_and_by_what() {
        CommandResult ran = config("""
                        # ours
                        DB_SG_ID=sg-1 # the group
                        export HOST="127.0.0.2"
                        PORT='4000'
                        """, Map.of("PORT", "5000", "SMTP_URL", ""));

        assertThat(ran.exitCode()).isZero();
        assertThat(of("DB_SG_ID", ran)).containsExactly("DB_SG_ID", ".env", "sg-1");
        assertThat(of("HOST", ran)).containsExactly("HOST", ".env", "127.0.0.2");
        assertThat(of("PORT", ran)).containsExactly("PORT", "environment", "5000");
        assertThat(of("READS_PER_SECOND", ran)).containsExactly("READS_PER_SECOND", "default", "50");
        assertThat(of("MASTER_USERNAME", ran)).containsExactly("MASTER_USERNAME", "default", "cruddurroot");
        assertThat(of("MAIL_FROM", ran)).containsExactly("MAIL_FROM", "default", "cruddur@localhost");
        assertThat(of("CRUDDUR_HOME", ran))
                .startsWith("CRUDDUR_HOME", "default")
                .last()
                .asString()
                .endsWith(".cruddur");
        assertThat(of("SMTP_URL", ran)).containsExactly("SMTP_URL", "not", "set");
    }

    @Test
    void a_secret_that_is_not_set_is_not_shown_as_if_it_were() {
        CommandResult ran = config("MASTER_USER_PASSWORD=correct-horse", Map.of());

        assertThat(of("MASTER_USER_PASSWORD", ran)).containsExactly("MASTER_USER_PASSWORD", ".env", "****");
        assertThat(of("AWS_SECRET_ACCESS_KEY", ran)).containsExactly("AWS_SECRET_ACCESS_KEY", "not", "set");
    }

    @Test
    void an_empty_variable_does_not_hide_the_files() {
        assertThat(of("PORT", config("PORT=4000", Map.of("PORT", "")))).containsExactly("PORT", ".env", "4000");
    }

    @ParameterizedTest
    @CsvSource({
        "PROD_CONNECTION_URL, postgresql://me:hidden@db.example:5432/cruddur",
        "PROD_CONNECTION_URL, postgresql://me:hid/d@en:hidden@db.example:5432/cruddur",
        "SMTP_URL, smtp://me:hidden@mail.example:587",
        "MASTER_USER_PASSWORD, hidden",
        "AWS_SECRET_ACCESS_KEY, hidden",
        "AWS_SESSION_TOKEN, hidden"
    })
    void masks_passwords_unless_they_are_to_be_revealed(String name, String value) {
        Map<String, String> environment = Map.of(name, value);

        CommandResult masked = CommandResult.cruddurOf(Checkout.at(folder), environment, "config", "--json");
        assertThat(masked.out()).contains("****").doesNotContain("hid");
        assertThat(CommandResult.cruddurOf(new Checkout(folder), environment, "config", "--reveal")
                        .out())
                .contains(value);
    }

    @Test
    void a_line_that_cannot_be_read_is_named_and_not_repeated() {
        CommandResult ran = config("HOST=127.0.0.1\nPROD_CONNECTION_URL=it's hidden\n", Map.of());

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.lastWords()).startsWith("Cruddur: Line 2 of ").endsWith(".env does not look like NAME='value'.");
        assertThat(ran.err()).doesNotContain("hidden");
    }

    @Test
    void keeps_a_setting_where_only_its_owner_can_read_it() throws IOException {
        Checkout checkout = Checkout.at(folder).with("# ours\nDB_SG_ID=old\nPORT=4000\n");
        EnvFile file = new EnvFile(checkout.envFile());

        file.set("DB_SG_ID", "sg-2");

        assertThat(checkout.envFile()).hasContent("# ours\nPORT=4000\nDB_SG_ID='sg-2'\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(checkout.envFile())))
                .isEqualTo("rw-------");
        assertThat(file.read()).containsEntry("DB_SG_ID", "sg-2").containsEntry("PORT", "4000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's", "two\nlines"})
    void refuses_to_keep_what_could_not_be_read_again(String value) {
        EnvFile file = new EnvFile(Checkout.at(folder).envFile());

        Assertions.assertThatThrownBy(() -> file.set("HOST", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(value);
        assertThat(file.path()).doesNotExist();
    }

    @Test
    void a_file_may_begin_with_a_byte_order_mark_and_end_its_lines_as_windows_does() {
        EnvFile file = new EnvFile(Checkout.at(folder)
                .with("\uFEFFPORT=4000\r\nMAIL_FROM='Grüße <ada@example.com>'\r\n")
                .envFile());

        assertThat(file.read()).isEqualTo(Map.of("PORT", "4000", "MAIL_FROM", "Grüße <ada@example.com>"));
    }

    @Test
    void a_file_in_another_encoding_is_refused_by_name() throws IOException {
        Path path = Checkout.at(folder).envFile();
        Files.write(path, "MAIL_FROM=Grüße".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> new EnvFile(path).read())
                .hasMessage(path + " is not in UTF-8. Save it in that encoding.");
    }
}
