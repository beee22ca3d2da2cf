package cruddur.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Two people see at once what the other does.
@TestInstance(Lifecycle.PER_CLASS)
class LivePageTest {

    private static final String BADGE = "[data-unread='messages']";

    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());
    private final Visitor reader = new Visitor(Browser.full(), View.PHONE, server);
    private final Visitor writer = new Visitor(Browser.another(), View.DESKTOP, server);

    LivePageTest() {
        reader.signInAs("ada");
        writer.signInAs("iker");
    }

    @AfterAll
    void stop() {
        reader.browser().forgetEverybody();
        server.close();
    }

    /// Opens a page of the reader's with its stream. The page does not learn what changes between the two.
    private Browser open(String path) {
        reader.open(path);
        reader.browser().awaitStream();
        return reader.browser();
    }

    @Test
    void a_new_crud_is_announced_and_comes_when_the_reader_asks_for_it() {
        open("/");
        String first = SeenCard.on(reader.browser()).getFirst().uuid();
        writer.open("/");
        writer.post("Live from the lighthouse");

        reader.browser()
                .until(() -> reader.browser().all(".news").stream()
                        .anyMatch(news -> news.getText().equals("1 new crud")));
        assertThat(SeenCard.on(reader.browser()).getFirst().uuid())
                .as("nothing moves while it is read")
                .isEqualTo(first);

        reader.browser().click("1 new crud");
        reader.browser()
                .until(() -> SeenCard.on(reader.browser()).getFirst().message().equals("Live from the lighthouse"));
    }

    @Test
    void a_message_is_counted_at_once_and_no_longer_when_it_is_read() {
        server.sql().run("update messages set read_at = now()");
        Browser browser = open("/");
        assertThat(browser.the(BADGE).isDisplayed()).isFalse();
        writer.open("/messages/@ada");
        writer.browser().fill("message", "Are you still at the lighthouse?");
        writer.browser().send("Send");

        browser.until(() ->
                String.valueOf(browser.the(BADGE).getDomProperty("textContent")).equals("1 unread"));
        assertThat(browser.the(BADGE).isDisplayed()).isTrue();
        server.sql().run("update messages set read_at = now()");
        browser.until(() -> !browser.the(BADGE).isDisplayed());
    }

    @Test
    void a_page_that_was_offline_says_so_and_then_shows_what_it_missed() {
        String deleted = crud("Deleted meanwhile");
        String liked = crud("Liked meanwhile");
        Browser browser = open("/");
        browser.setOffline(true);
        try {
            browser.until(() -> browser.the(".offline").isDisplayed());
            assertThat(browser.the(".offline").getText()).startsWith("You are offline.");
            server.sql().run("delete from activities where uuid = ?::uuid", deleted);
            server.sql().run("update activities set likes_count = 1 where uuid = ?::uuid", liked);
            crud("Posted meanwhile");
        } finally {
            browser.setOffline(false);
        }

        browser.until(() -> !browser.the(".offline").isDisplayed());
        browser.until(() -> browser.the(".news").getText().equals("1 new crud"));
        browser.until(() -> browser.all("#card-" + deleted).isEmpty());
        browser.until(() -> browser.the("#card-" + liked + " [data-reaction='like'] .count")
                .getText()
                .equals("1"));
    }

    @Test
    void a_browser_without_a_network_uses_a_server_on_the_same_machine() {
        Browser browser = open("/");
        browser.run("Object.defineProperty(navigator, 'onLine', { value: false })");
        browser.run("dispatchEvent(new Event('offline'))");
        crud("Reaches the reader");
        browser.until(() -> browser.the(".news").isDisplayed());
        assertThat(browser.the(".offline").isDisplayed()).isFalse();

        reader.post("Posted without a network");
        assertThat(SeenCard.on(browser).getFirst().message()).isEqualTo("Posted without a network");
    }

    @Test
    void a_page_that_is_cut_off_a_moment_after_its_browser_is_offline_says_so() {
        Browser browser = open("/");
        browser.run("""
                const later = setTimeout
                window.setTimeout = work => later(work)
                Object.defineProperty(navigator, 'onLine', { value: false })
                dispatchEvent(new Event('offline'))
                window.fetch = async () => { throw new TypeError('cut off') }
                """);

        browser.until(() -> browser.the(".offline").isDisplayed());
    }

    @Test
    void the_page_of_an_old_crud_is_not_loaded_again_and_again() {
        server.sql().run("update notifications set read_at = now()");
        String old = server.sql()
                .value(
                        "insert into activities (user_uuid, message, created_at, expires_at) select uuid, 'Old',"
                                + " now() - interval '1 hour', now() + interval '2 hours' from users where handle = 'ada' returning uuid");
        server.sql()
                .run("insert into activities (user_uuid, message, created_at, expires_at) select uuid, 'Newer',"
                        + " now() - interval '1 hour' + number * interval '1 second', now() + interval '2 hours'"
                        + " from users, generate_series(1, 300) number where handle = 'iker'");
        Browser browser = open("/@ada/status/" + old);
        browser.run("window.isSame = true");
        writer.open("/@ada/status/" + old);
        writer.browser().the("[data-reaction='like']").click();

        browser.until(() -> browser.the("[data-unread='notifications']").isDisplayed());
        assertThat(browser.run("return window.isSame")).isEqualTo(true);
        server.sql().run("delete from activities where message = 'Newer'");
    }

    @Test
    void a_page_whose_device_slept_connects_again() {
        Browser browser = open("/");

        browser.run("const now = Date.now; Date.now = () => now() + 60_000");
        browser.awaitStream();
    }

    private String crud(String message) {
        return server.sql()
                .value(
                        "insert into activities (user_uuid, message, expires_at) select uuid, ?,"
                                + " now() + interval '2 hours' from users where handle = 'ada' returning uuid",
                        message);
    }

    @Test
    void likes_notifications_and_deletions_are_seen_at_once() {
        String crud = crud("Like me, live");
        Browser browser = open("/");
        server.sql().run("update notifications set read_at = now()");
        writer.open("/@ada/status/" + crud);
        writer.browser().the("[data-reaction='like']").click();

        browser.until(() -> browser.the("#card-" + crud + " [data-reaction='like'] .count")
                .getText()
                .equals("1"));
        browser.until(() -> String.valueOf(
                        browser.the("[data-unread='notifications']").getDomProperty("textContent"))
                .startsWith("1"));

        server.sql().run("delete from activities where uuid = ?::uuid", crud);
        browser.until(() -> browser.all("#card-" + crud).isEmpty());
    }
}
