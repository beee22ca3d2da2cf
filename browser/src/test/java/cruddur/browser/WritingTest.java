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
import org.openqa.selenium.Keys;

/// A writer replies, likes, reposts, changes a lifetime and deletes; with scripts and without.
@TestInstance(Lifecycle.PER_CLASS)
class WritingTest {

    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());
    private final Browser scripted = Browser.shared();

    @AfterAll
    void stop() {
        scripted.forgetEverybody();
        server.close();
    }

    static Stream<Browser> browsers() {
        return Stream.of(Browser.shared(), Browser.withoutJavaScript());
    }

    @BeforeEach
    void startAnew() {
        scripted.open(View.DESKTOP, server.uri("/"));
        scripted.run("localStorage.clear()");
        server.sql().run("delete from activities where message like 'Test:%'");
    }

    @ParameterizedTest
    @MethodSource("browsers")
    void a_reply_is_in_its_thread_and_counted(Browser browser) {
        Visitor visitor = visitor(browser, "iker");
        String crud = crud("ada", "Test: reply to this");
        visitor.open("/@ada/status/" + crud);
        browser.fill("message", "Test: a reply");
        browser.send("Reply");

        assertThat(browser.path()).isEqualTo("/@ada/status/" + crud);
        assertThat(SeenCard.on(browser)).extracting(SeenCard::message).endsWith("Test: a reply");
        assertThat(SeenCard.on(browser).getFirst().reactions().getFirst()).isEqualTo("1 reply");
    }

    @ParameterizedTest
    @MethodSource("browsers")
    void a_like_and_a_repost_are_shown_counted_and_taken_back(Browser browser) {
        Visitor visitor = visitor(browser, "iker");
        String crud = crud("ada", "Test: like this");
        visitor.open("/@ada/status/" + crud);

        for (String reaction : new String[] {"like", "repost"}) {
            press(browser, reaction, "true");
            assertThat(server.sql().value("select " + reaction + "s_count from activities where uuid = ?::uuid", crud))
                    .isEqualTo("1");
            assertThat(SeenCard.on(browser).getFirst().reactions().toString()).contains("1 " + reaction);
        }
        press(browser, "like", "false");
        assertThat(server.sql().value("select likes_count from activities where uuid = ?::uuid", crud))
                .isEqualTo("0");
    }

    private static void press(Browser browser, String reaction, String pressed) {
        String button = ".card [data-reaction='" + reaction + "']";
        browser.the(button).click();
        browser.until(() -> browser.all(button + "[aria-pressed='" + pressed + "'] .count").stream()
                .anyMatch(count -> count.getText().equals(pressed.equals("true") ? "1" : "0")));
    }

    @ParameterizedTest
    @MethodSource("browsers")
    void an_author_shortens_a_life_and_ends_it(Browser browser) {
        Visitor visitor = visitor(browser, "ada");
        String crud = crud("ada", "Test: short");
        visitor.open("/@ada/status/" + crud);
        browser.the(".own summary").click();
        browser.the(".own option[value='3-hours']").click();
        browser.send("Change");
        assertThat(browser.the(".expiry").getText()).isEqualTo("expires in 3 h");

        browser.the(".own summary").click();
        browser.follow("Delete…");
        assertThat(browser.the("h1").getText()).isEqualTo("Delete this crud?");
        browser.send("Delete");
        assertThat(browser.path()).isEqualTo("/");
        assertThat(visitor.count("Test: short")).isEqualTo("0");
    }

    @Test
    void the_counter_counts_as_the_server_does() {
        visitor(scripted, "ada");
        scripted.paste("message", "👩‍💻é");
        scripted.run("arguments[0].dispatchEvent(new Event('input'))", scripted.the("#message"));

        assertThat(scripted.the(".left").getText())
                .isEqualTo(String.valueOf(280 - "👩‍💻é".codePointCount(0, "👩‍💻é".length())));
    }

    @Test
    void a_draft_survives_a_reload_and_goes_when_it_is_posted() {
        Visitor visitor = visitor(scripted, "ada");
        scripted.fill("message", "Test: draft");
        visitor.open("/");
        assertThat(scripted.the("#message").getDomProperty("value")).isEqualTo("Test: draft");

        scripted.send("Crud it");
        assertThat(SeenCard.on(scripted).getFirst().message()).isEqualTo("Test: draft");
        assertThat(scripted.the("#message").getDomProperty("value")).isEmpty();
        visitor.open("/");
        assertThat(scripted.the("#message").getDomProperty("value")).isEmpty();
    }

    @Test
    void the_last_lifetime_is_proposed_again() {
        Visitor visitor = visitor(scripted, "ada");
        scripted.the("#ttl option[value='3-hours']").click();
        scripted.run("arguments[0].dispatchEvent(new Event('change'))", scripted.the("#ttl"));
        visitor.open("/");

        assertThat(scripted.the("#ttl").getDomProperty("value")).isEqualTo("3-hours");
    }

    @Test
    void keys_move_like_reply_and_write() {
        Visitor visitor = visitor(scripted, "iker");
        String crud = crud("ada", "Test: keys");
        visitor.open("/");
        scripted.type("j");
        assertThat(scripted.focused().getDomAttribute("href")).isEqualTo("/@ada/status/" + crud);

        scripted.type("l");
        scripted.until(() -> server.sql()
                .value("select likes_count from activities where uuid = ?::uuid", crud)
                .equals("1"));
        scripted.type("?");
        assertThat(scripted.the("dialog").getText()).contains("next crud");
        assertThat(Axe.violations(scripted)).isEmpty();
        scripted.press(Keys.ESCAPE);
        scripted.until(() -> !scripted.the("dialog").isDisplayed());

        scripted.type("n");
        scripted.type("jl?");
        assertThat(scripted.the("#message").getDomProperty("value")).isEqualTo("jl?");
    }

    @Test
    void an_expired_crud_leaves_the_page() {
        visitor(scripted, "ada");
        String crud = crud("ada", "Test: nearly gone");
        scripted.reload();
        assertThat(SeenCard.on(scripted)).extracting(SeenCard::uuid).contains(crud);

        // Not in the database: the page may take longer to load than the crud has left.
        scripted.run(
                "arguments[0].dateTime = new Date(Date.now() + 1000).toISOString()",
                scripted.the("#card-" + crud + " .expiry"));
        scripted.until(() ->
                SeenCard.on(scripted).stream().noneMatch(card -> card.uuid().equals(crud)));
        assertThat(SeenCard.on(scripted)).isNotEmpty();
    }

    private Visitor visitor(Browser browser, String handle) {
        Visitor visitor = new Visitor(browser, View.DESKTOP, server);
        visitor.signInAs(handle);
        visitor.open("/");
        return visitor;
    }

    private String crud(String handle, String message) {
        return server.sql()
                .value(
                        "insert into activities (user_uuid, message, expires_at) select uuid, ?, now() + interval '1 day'"
                                + " from users where handle = ? returning uuid",
                        message,
                        handle);
    }
}
