package cruddur.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.WebElement;

/// Two people write to each other, with scripts and without.
@TestInstance(Lifecycle.PER_CLASS)
class MessagesTest {

    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());

    @AfterAll
    void stop() {
        Browser.shared().forgetEverybody();
        server.close();
    }

    static Stream<Browser> browsers() {
        return Stream.of(Browser.shared(), Browser.withoutJavaScript());
    }

    @BeforeEach
    void forget() {
        server.sql().run("delete from messages where message like 'Test:%'");
        server.sql().run("delete from blocks");
    }

    private Visitor visitor(Browser browser, View view, String handle) {
        Visitor visitor = new Visitor(browser, view, server);
        visitor.signInAs(handle);
        return visitor;
    }

    private static List<String> messages(Browser browser) {
        return browser.all(".conversation .message").stream()
                .map(WebElement::getText)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cruddur.browser.View#all")
    void the_pages_are_accessible_and_fit_the_screen(View view) {
        Visitor ada = visitor(Browser.shared(), view, "ada");
        for (String path : List.of(
                "/messages",
                "/messages/@finn2",
                "/messages/@hana",
                "/@finn2",
                "/@finn2/status/5eed0001-0000-4000-8000-000000000116/report")) {
            ada.open(path);
            assertThat(Axe.violations(ada.browser())).as(path).isEmpty();
            assertThat(Layout.sideways(ada.browser())).as(path).isEmpty();
        }
    }

    @Test
    void large_text_on_a_narrow_screen_does_not_scroll_sideways() {
        Visitor ada = visitor(Browser.shared(), View.PHONE, "ada");
        for (String path : List.of("/messages", "/messages/@finn2")) {
            ada.browser().open(View.PHONE.width(320), server.uri(path));
            Layout.doubleText(ada.browser());
            assertThat(Layout.sideways(ada.browser())).as(path).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("browsers")
    void a_profile_leads_to_a_conversation(Browser browser) {
        Visitor iker = visitor(browser, View.DESKTOP, "iker");
        iker.open("/@dilip");
        browser.follow("Message");
        browser.fill("message", "Test: ahoy");
        browser.send("Send");

        assertThat(browser.path()).isEqualTo("/messages/@dilip");
        assertThat(messages(browser)).singleElement().asString().endsWith("Test: ahoy");
        assertThat(browser.the(".conversation .expiry").getText()).isEqualTo("expires in 30 days");
    }

    @Test
    void an_open_conversation_shows_what_the_other_person_writes_and_marks_it_as_read() {
        Visitor esra = visitor(Browser.shared(), View.PHONE, "esra");
        Visitor bao = visitor(Browser.another(), View.DESKTOP, "bao");
        esra.open("/messages/@bao");
        bao.open("/messages/@esra");
        bao.browser().fill("message", "Test: the thermos is fixed");
        bao.browser().send("Send");

        esra.browser()
                .until(() -> messages(esra.browser()).stream().anyMatch(text -> text.endsWith("thermos is fixed")));
        esra.browser()
                .until(() -> server.sql()
                        .run("select 1 from messages where message like 'Test:%' and read_at is null")
                        .isEmpty());
        assertThat(esra.browser().console()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("browsers")
    void a_button_blocks_and_unblocks(Browser browser) {
        Visitor iker = visitor(browser, View.DESKTOP, "iker");
        iker.open("/@dilip");
        browser.send("Block");
        assertThat(SeenCard.on(browser)).isEmpty();
        assertThat(browser.the(".empty").getText()).startsWith("You block @dilip");

        browser.send("Unblock");
        assertThat(SeenCard.on(browser)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("browsers")
    void a_thread_leads_to_a_report(Browser browser) {
        Visitor iker = visitor(browser, View.DESKTOP, "iker");
        iker.open("/@dilip/status/5eed0001-0000-4000-8000-000000000124");
        browser.the(".own summary").click();
        browser.follow("Report…");
        browser.fill("reason", "Test: that was my storm.");
        browser.send("Report");

        assertThat(browser.path()).isEqualTo("/@dilip/status/5eed0001-0000-4000-8000-000000000124");
        assertThat(browser.the(".notice").getText()).startsWith("Thank you.");
        assertThat(server.sql().run("delete from reported_activities returning message"))
                .hasSize(1);
    }
}
