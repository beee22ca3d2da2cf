package cruddur.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.Keys;

/// The account pages are accessible: with poor sight, by touch, and by keyboard only.
@TestInstance(Lifecycle.PER_CLASS)
class AccountPagesTest {

    private static final List<String> FORMS = List.of("/sign-up", "/confirm", "/sign-in", "/recover", "/reset");

    private final Browser browser = Browser.shared();
    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());

    @AfterAll
    void stop() {
        browser.forgetEverybody();
        server.close();
    }

    @ParameterizedTest
    @MethodSource("cruddur.browser.View#all")
    void no_form_keeps_anybody_out_empty_or_refused(View view) {
        Visitor visitor = new Visitor(browser, view, server);
        for (String form : FORMS) {
            visitor.open(form);
            check(form);
            browser.sendByEnter();
            assertThat(browser.all(".error")).as(form).isNotEmpty();
            check(form + " refused");
        }
    }

    @ParameterizedTest
    @MethodSource("cruddur.browser.View#all")
    void no_page_of_who_is_signed_in_keeps_them_out(View view) {
        Visitor visitor = new Visitor(browser, view, server);
        visitor.signInAs("esra");
        visitor.open("/");
        check("home");
        browser.send("Crud it");
        assertThat(browser.all(".error")).hasSize(1);
        check("home refused");

        for (String page : List.of("/account?wanted=wanted", "/nowhere")) {
            visitor.open(page);
            check(page);
        }
    }

    private void check(String page) {
        assertThat(Axe.violations(browser)).as(page).isEmpty();
        assertThat(Layout.sideways(browser)).as(page).isEmpty();
        assertThat(Layout.small(browser)).as(page).isEmpty();
        assertThat(browser.console())
                .as(page + ", but for what Chromium itself says of every refused form and missing page")
                .allMatch(line -> line.contains("status of 422") || line.contains("status of 404"));
    }

    @Test
    void nothing_scrolls_sideways_on_the_narrowest_phone() {
        Visitor visitor = new Visitor(browser, View.PHONE.width(320), server);
        for (String form : FORMS) {
            visitor.open(form);
            assertFits(form);
        }
        visitor.signInAs("iker");
        server.sql().run("update users set handle = repeat('W', 30) where handle = 'iker'");
        visitor.open("/");
        assertFits("home");
        visitor.open("/account?wanted=" + "W".repeat(30));
        assertFits("account");
    }

    private void assertFits(String page) {
        assertThat(Layout.sideways(browser)).as(page).isEmpty();
        Layout.doubleText(browser);
        assertThat(Layout.sideways(browser))
                .as(page + " with a text size of 200 %")
                .isEmpty();
    }

    @Test
    void an_error_is_told_in_words_and_by_a_thicker_edge() {
        Visitor visitor = new Visitor(browser, View.PHONE, server);
        visitor.open("/sign-in");
        String edge = browser.the("#email").getCssValue("border-top-width");
        browser.sendByEnter();

        assertThat(browser.the("#email-description").getText()).isNotBlank();
        assertThat(browser.the("#email").getCssValue("border-top-width")).isNotEqualTo(edge);
        assertThat(browser.title()).startsWith("Refused: ");
    }

    @Test
    void signing_up_in_and_posting_take_a_keyboard_only() {
        Visitor visitor = new Visitor(browser, View.DESKTOP, server);
        visitor.open("/sign-up");
        type("Keys Only", "keys", "keys@example.com", Visitor.PASSWORD);
        browser.sendByEnter();
        type(visitor.code("keys@example.com"));
        browser.sendByEnter();
        assertThat(visitor.handle()).isEqualTo("@keys");

        while (!"message".equals(browser.focused().getDomAttribute("id"))) {
            browser.press(Keys.TAB);
        }
        type("Typed");
        browser.press(Keys.TAB);
        browser.press(Keys.TAB);
        assertThat(browser.focused().getText()).isEqualTo("Crud it");
        browser.sendByEnter();
        assertThat(SeenCard.on(browser).getFirst().message()).isEqualTo("Typed");
    }

    /// Into the field that has the focus, and those after it.
    private void type(String... texts) {
        browser.type(String.join(Keys.TAB, texts));
    }

    @Test
    void tab_leads_through_a_form_in_the_order_of_reading() {
        Visitor visitor = new Visitor(browser, View.PHONE, server);
        visitor.open("/confirm?email=ada@example.com");
        assertThat(browser.focused().getDomAttribute("id")).isEqualTo("code");
        browser.run("document.activeElement.blur(); document.body.tabIndex = -1; document.body.focus()");

        assertThat(stops())
                .containsSubsequence(
                        "Skip to the content",
                        "cruddur",
                        "email",
                        "code",
                        "Confirm your address",
                        "Send another code",
                        "Sign in");
    }

    private List<String> stops() {
        List<String> stops = new ArrayList<>();
        browser.press(Keys.TAB);
        while (!browser.focused().getTagName().equals("body")) {
            String id = browser.focused().getDomAttribute("id");
            stops.add(id == null || id.isEmpty() ? browser.focused().getText() : id);
            browser.press(Keys.TAB);
        }
        return stops;
    }

    @Test
    void the_way_past_the_header_leads_to_the_form() {
        Visitor visitor = new Visitor(browser, View.PHONE, server);
        visitor.open("/sign-in");
        browser.run("document.querySelector('.skip').focus()");
        browser.press(Keys.ENTER);
        browser.until(() -> browser.focused().getTagName().equals("main"));
        browser.press(Keys.TAB);

        assertThat(browser.focused().getDomAttribute("id")).isEqualTo("email");
    }
}
