package cruddur.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is written on the page is posted once, and never lost.
@TestInstance(Lifecycle.PER_CLASS)
class PostingTest {

    private final Browser browser = Browser.full();
    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());
    private final Visitor visitor = new Visitor(browser, View.DESKTOP, server);

    @AfterAll
    void stop() {
        browser.forgetEverybody();
        server.close();
    }

    @BeforeEach
    void signIn() {
        browser.forgetEverybody();
        visitor.signInAs("ada");
        visitor.open("/");
    }

    @Test
    void a_double_click_posts_once() {
        browser.fill("message", "Twice, quickly");
        browser.sendByDoubleClick("Crud it");
        visitor.open("/");

        assertThat(visitor.count("Twice, quickly")).isEqualTo("1");
    }

    @Test
    void who_goes_back_and_sends_again_posts_once() {
        visitor.post("Once is enough");
        browser.back();
        browser.send("Crud it");

        assertThat(visitor.count("Once is enough")).isEqualTo("1");
    }

    @Test
    void who_goes_back_and_writes_something_else_does_not_lose_it() {
        visitor.post("The first");
        browser.back();
        visitor.post("The second");
        if (!browser.all("#message-description").isEmpty()) {
            browser.send("Crud it");
        }

        assertThat(visitor.count("The first")).isEqualTo("1");
        assertThat(visitor.count("The second")).isEqualTo("1");
    }

    @Test
    void a_key_that_was_used_for_something_else_keeps_the_text_and_says_so() {
        String key = key();
        visitor.post("Under this key");
        useKey(key);
        visitor.post("Something else");
        assertThat(browser.the("#message-description").getText()).contains("posted");
        assertThat(browser.the("#message").getDomProperty("value")).isEqualTo("Something else");

        browser.send("Crud it");
        assertThat(visitor.count("Something else")).isEqualTo("1");
    }

    @Test
    void what_was_posted_and_deleted_is_not_posted_anew_without_asking() {
        String key = key();
        visitor.post("Soon gone");
        server.sql().run("delete from activities where message = 'Soon gone'");
        visitor.open("/");
        useKey(key);
        visitor.post("Soon gone");
        assertThat(browser.the("#message-description").getText()).contains("is gone");
        assertThat(visitor.count("Soon gone")).isEqualTo("0");

        browser.send("Crud it");
        assertThat(visitor.count("Soon gone")).isEqualTo("1");
    }

    @Test
    void what_is_too_long_is_refused_beside_the_field_and_kept() {
        browser.paste("message", "\n" + "x".repeat(280));
        browser.send("Crud it");

        assertThat(browser.the("#message").getDomAttribute("aria-invalid")).isEqualTo("true");
        assertThat(browser.the("#message").getDomAttribute("aria-describedby")).isEqualTo("message-description");
        assertThat(browser.the("#message-description").getText()).isEqualTo("At most 280 characters, please.");
        assertThat(browser.the("#message").getDomProperty("value")).isEqualTo("\n" + "x".repeat(280));
        assertThat(browser.focused().getDomAttribute("id")).isEqualTo("message");
    }

    @Test
    void a_line_break_counts_as_one_character() {
        String longest = "a\n".repeat(139) + "zz";
        browser.paste("message", longest);
        browser.send("Crud it");

        assertThat(visitor.count(longest)).isEqualTo("1");
    }

    @Test
    void how_long_it_lives_is_what_was_chosen_also_after_a_refusal() {
        browser.the("#ttl option[value='1-hour']").click();
        browser.send("Crud it");
        assertThat(browser.the("#message-description").getText()).isEqualTo("Please write something.");
        visitor.post("For an hour");

        assertThat(server.sql().value("select expires_at - created_at from activities where message = 'For an hour'"))
                .isEqualTo("01:00:00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</textarea><script>document.title = 'ran'</script>",
                "\"><img src=x onerror=\"document.title = 'ran'\">",
                "\u202eright to left and never closed"
            })
    void hostile_text_is_text_when_it_is_shown_again(String text) {
        String tooLong = text + "x".repeat(281);
        browser.paste("message", tooLong);
        browser.send("Crud it");
        assertThat(browser.the("#message").getDomProperty("value")).isEqualTo(tooLong);

        server.sql().run("delete from sessions");
        browser.paste("message", text);
        browser.send("Crud it");
        assertThat(browser.the("input[name='message']").getDomProperty("value")).isEqualTo(text);
        assertThat(browser.title()).startsWith("Sign in");
    }

    private String key() {
        return String.valueOf(browser.the("input[name='key']").getDomProperty("value"));
    }

    private void useKey(String key) {
        browser.run("document.querySelector('input[name=key]').value = arguments[0]", key);
    }
}
