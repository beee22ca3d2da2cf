package cruddur.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is left of a person at a browser once they have gone.
@TestInstance(Lifecycle.PER_CLASS)
class SignedOutTest {

    private final Browser browser = Browser.full();
    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());

    @AfterAll
    void stop() {
        browser.forgetEverybody();
        server.close();
    }

    @Test
    void a_strangers_account_is_the_page_to_sign_in() {
        Visitor visitor = new Visitor(browser, View.PHONE, server);
        visitor.open("/account");

        assertThat(browser.path()).isEqualTo("/sign-in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/account"})
    void going_back_after_signing_out_shows_no_page_of_the_persons(String page) {
        Visitor visitor = new Visitor(browser, View.PHONE, server);
        visitor.signIn("ada@example.com");
        visitor.open(page);
        browser.run("location = '/account'");
        browser.send("Sign out");
        assertThat(visitor.handle()).isEmpty();

        for (int i = 0; i < 3; i++) {
            browser.back();
            assertThat(browser.the("body").getText()).doesNotContain("@example.com");
            assertThat(visitor.handle()).isEmpty();
            assertThat(browser.all(".composer")).isEmpty();
        }
    }

    @Test
    void signing_out_ends_this_session_and_signing_out_everywhere_all_of_them() {
        Visitor phone = new Visitor(browser, View.PHONE, server);
        Visitor desk = new Visitor(Browser.another(), View.DESKTOP, server);
        phone.signIn("dilip@example.com");
        desk.signIn("dilip@example.com");
        phone.open("/account");
        phone.browser().send("Sign out");
        desk.browser().reload();
        assertThat(phone.handle()).isEmpty();
        assertThat(desk.handle()).isEqualTo("@dilip");

        phone.signIn("dilip@example.com");
        desk.open("/account");
        desk.browser().send("Sign out everywhere");
        phone.browser().reload();
        assertThat(desk.handle()).isEmpty();
        assertThat(phone.handle()).isEmpty();
        phone.open("/account");
        assertThat(phone.browser().path()).isEqualTo("/sign-in");
    }
}
