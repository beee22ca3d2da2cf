package cruddur.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.WebElement;

/// Why a form is refused stands beside the field, and what was typed stays.
@TestInstance(Lifecycle.PER_CLASS)
class RefusedFormsTest {

    private final Browser browser = Browser.shared();
    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());
    private final Visitor visitor = new Visitor(browser, View.PHONE, server);

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        browser.forgetEverybody();
    }

    @ParameterizedTest
    @CsvSource({
        "/sign-up, name handle email password",
        "/confirm, email code",
        "/sign-in, email password",
        "/recover, email",
        "/reset, email code password"
    })
    void an_empty_form_is_told_of_every_field(String path, String fields) {
        visitor.open(path);
        browser.sendByEnter();

        List<String> ids = List.of(fields.split(" ", -1));
        assertThat(refused()).isEqualTo(ids);
        assertThat(browser.focused().getDomAttribute("id")).isEqualTo(ids.getFirst());
    }

    @Test
    void a_sign_up_is_told_of_all_that_is_wrong_each_beside_its_field() {
        visitor.open("/sign-up");
        browser.fill("name", " ");
        browser.fill("handle", "ADA");
        browser.fill("email", "grete@example");
        browser.fill("password", "weak");
        browser.send("Sign up");

        assertThat(refused()).containsExactly("name", "handle", "email", "password");
        assertThat(sentence("handle")).contains("is taken");
        assertThat(sentence("password")).contains("too weak");
    }

    @ParameterizedTest
    @CsvSource({
        "name, xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, At most 50",
        "handle, a b, Only letters",
        "handle, ADA, is taken",
        "email, grete@example, does not look like",
        "email, ada@example.com, There is an account",
        "password, password, too weak"
    })
    void a_sign_up_is_refused_beside_the_field(String field, String value, String sentence) {
        visitor.open("/sign-up");
        browser.fill("name", "Grete Stern");
        browser.fill("handle", "grete");
        browser.fill("email", "grete@example.com");
        browser.fill("password", Visitor.PASSWORD);
        browser.fill(field, value);
        browser.send("Sign up");

        assertThat(refused()).containsExactly(field);
        assertThat(sentence(field)).contains(sentence);
        assertThat(browser.focused().getDomAttribute("id")).isEqualTo(field);
        assertThat(value("password")).isEmpty();
        assertThat(value(field)).isEqualTo(field.equals("password") ? "" : value);
        assertThat(value("name")).isNotEmpty();
        assertThat(value("handle")).isNotEmpty();
    }

    @Test
    void a_wrong_password_is_refused_beside_the_field_and_the_address_stays() {
        visitor.open("/sign-in");
        browser.fill("email", "ada@example.com");
        browser.fill("password", "Wrong-passw0rd");
        browser.send("Sign in");

        assertThat(refused()).containsExactly("password");
        assertThat(sentence("password")).isEqualTo("The e-mail address or the password is wrong.");
        assertThat(value("email")).isEqualTo("ada@example.com");
        assertThat(value("password")).isEmpty();
        assertThat(browser.focused().getDomAttribute("id")).isEqualTo("password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"000000", "no digits"})
    void a_wrong_code_is_refused_beside_the_field_and_stays(String code) {
        String email = "coded" + code.length() + "@example.com";
        visitor.signUp("Coded", "coded", email);
        browser.fill("code", code);
        browser.send("Confirm your address");

        assertThat(refused()).containsExactly("code");
        assertThat(value("code")).isEqualTo(code);
        assertThat(value("email")).isEqualTo(email);
    }

    static Stream<String> hostile() {
        return Stream.of(
                "\"'><script>document.title = 'ran'</script>",
                "\" autofocus onfocus=\"document.title = 'ran'",
                "\u202eright to left and never closed",
                "&lt;b&gt; ${7*7} {{7*7}} `",
                "x".repeat(1_000));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostile_text_is_text_in_every_field(String text) {
        for (String path : List.of("/sign-up", "/confirm", "/sign-in", "/recover", "/reset")) {
            browser.open(View.PHONE.width(320), server.uri(path));
            List<String> fields = fields();
            fields.forEach(field -> browser.paste(field, text));
            browser.sendByEnter();

            fields.stream()
                    .filter(field -> !browser.all("#" + field).isEmpty())
                    .filter(field -> !field.equals("password"))
                    .forEach(field -> assertThat(value(field)).as(path).isEqualTo(text));
            assertThat(browser.title()).as(path).endsWith("– Cruddur");
            assertThat(browser.all("main script, main [onfocus]")).as(path).isEmpty();
            assertThat(Layout.sideways(browser)).as(path).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sign-up", "/confirm", "/sign-in", "/recover", "/reset"})
    void a_nul_character_is_refused_on_a_page(String path) {
        visitor.open(path);
        browser.paste("email", "a\0b@example.com");
        browser.sendByEnter();

        assertThat(browser.the("h1").getText()).isEqualToIgnoringCase("Sorry, this did not work");
    }

    @ParameterizedTest
    @CsvSource({
        "/sign-up, name nickname email new-password",
        "/confirm, email one-time-code",
        "/sign-in, username current-password",
        "/recover, email",
        "/reset, username one-time-code new-password"
    })
    void password_managers_are_told_what_belongs_where(String path, String purposes) {
        visitor.open(path);

        assertThat(browser.all("main form input"))
                .extracting(input -> input.getDomAttribute("autocomplete"))
                .containsExactly(purposes.split(" "));
    }

    /// The fields that are marked as refused, each with its sentence right below.
    private List<String> refused() {
        return browser.all("[aria-invalid='true']").stream().map(this::checked).toList();
    }

    private String checked(WebElement input) {
        String field = Objects.requireNonNull(input.getDomAttribute("id"));
        assertThat(input.getDomAttribute("aria-describedby")).isEqualTo(field + "-description");
        assertThat(browser.all("#" + field + " + .error#" + field + "-description"))
                .hasSize(1);
        assertThat(sentence(field)).isNotEmpty();
        return field;
    }

    private String sentence(String field) {
        return browser.the("#" + field + "-description").getText();
    }

    private String value(String field) {
        return String.valueOf(browser.the("#" + field).getDomProperty("value"));
    }

    private List<String> fields() {
        return browser.all("main form input").stream()
                .map(input -> Objects.requireNonNull(input.getDomAttribute("id")))
                .toList();
    }
}
