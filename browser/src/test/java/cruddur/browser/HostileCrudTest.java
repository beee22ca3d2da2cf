package cruddur.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.WebElement;

@TestInstance(Lifecycle.PER_CLASS)
class HostileCrudTest {

    private static final String HANDLE = "W".repeat(30);
    private static final String NAME = "\u202e<img src=x onerror='ran = 1'>" + "W".repeat(19);

    private final Browser browser = Browser.shared();
    private final TestServer server = TestServer.on(Cluster.NEWEST.empty());

    HostileCrudTest() {
        server.sql().person(HANDLE);
        server.sql().run("update users set display_name = ?", NAME);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void empty() {
        server.sql().run("delete from activities");
    }

    static Stream<String> messages() {
        return Stream.of(
                "<script>ran = 1</script><img src=x onerror='ran = 1'><svg onload='ran = 1'>",
                "\"'> onmouseover='ran = 1' </p></article><!-- &lt;b&gt; ${7*7} {{7*7}} `",
                "W".repeat(280),
                "https://example.com/" + "%F0%9F%90%98".repeat(20),
                "\u202egnp.tac\u202c and, never closed: \u202efdp.god",
                "\u0645\u0631\u062d\u0628\u0627 <b>",
                "One\n\n   two\n\n\nthree");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void a_message_is_text_and_nothing_else(String message) {
        post(message);
        browser.open(View.PHONE, server.uri("/"));

        SeenCard card = SeenCard.on(browser).getFirst();
        assertThat(card.name()).isEqualTo(NAME);
        assertThat(card.message()).isEqualTo(message);
        assertThat(browser.all(".message :not(a), .message a *, h2 bdi *")).isEmpty();
        assertThat(browser.run("return typeof ran")).isEqualTo("undefined");
        assertThat(browser.console()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void no_message_makes_a_phone_scroll_sideways(String message) {
        post(message);
        for (int width : new int[] {320, 360}) {
            browser.open(View.PHONE.width(width), server.uri("/"));
            assertThat(Layout.sideways(browser)).as("at %d px", width).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".handle", ".moment", ".expiry"})
    void who_turns_the_direction_of_text_turns_only_their_own(String part) {
        post("\u202eturned");
        browser.open(View.DESKTOP, server.uri("/"));

        WebElement message = browser.the(".message");
        assertThat(Layout.readsLeftToRight(browser, message)).isFalse();
        assertThat(Layout.readsLeftToRight(browser, browser.the(part))).isTrue();
    }

    @Test
    void line_breaks_break_lines() {
        post("One\ntwo\n\nfour");
        browser.open(View.DESKTOP, server.uri("/"));

        assertThat(browser.the(".message").getText().lines()).containsExactly("One", "two", "", "four");
        assertThat(Layout.lines(browser, browser.the(".message"))).isEqualTo(4);
    }

    private void post(String message) {
        server.sql()
                .run(
                        "insert into activities (user_uuid, message, expires_at)"
                                + " select uuid, ?, now() + interval '1 hour' from users",
                        message);
    }
}
