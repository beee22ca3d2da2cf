package cruddur.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.WebElement;

/// A person with two tabs: what is done in one of them does not make the other one wrong.
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class TwoTabsTest {

    private static final int FIRST = 0;
    private static final int SECOND = 1;

    private final Browser browser = Browser.full();
    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());
    private final Visitor ada = new Visitor(browser, View.DESKTOP, server);

    @BeforeAll
    void openTabs() {
        ada.signInAs("ada");
        ada.open("/");
        browser.openTab();
        ada.open("/");
    }

    @AfterAll
    void stop() {
        browser.closeTab(SECOND);
        browser.forgetEverybody();
        server.close();
    }

    @Test
    @Order(1)
    void what_is_posted_in_one_comes_to_the_other_once() {
        browser.switchToTab(SECOND);
        ada.open("/");
        browser.switchToTab(FIRST);
        ada.open("/");
        ada.post("From the first tab");

        browser.switchToTab(SECOND);
        browser.until(() ->
                browser.all(".news").stream().anyMatch(news -> news.getText().equals("1 new crud")));
        browser.click("1 new crud");
        browser.until(() -> SeenCard.on(browser).getFirst().message().equals("From the first tab"));
        ada.post("From the second tab");
        assertThat(SeenCard.on(browser).stream().limit(2).map(SeenCard::message))
                .containsExactly("From the second tab", "From the first tab");
        assertThat(ada.count("From the first tab")).isEqualTo("1");
    }

    @Test
    @Order(2)
    void a_like_in_one_is_seen_in_the_other_by_who_comes_back_to_it() {
        String crud = server.sql().value("select uuid from activities where message like 'Repotted%'");
        String like = "#card-" + crud + " [data-reaction='like']";
        for (int tab : new int[] {FIRST, SECOND}) {
            browser.switchToTab(tab);
            ada.open("/@juniper");
        }
        browser.switchToTab(FIRST);
        browser.the(like).click();
        awaitLike(like, true, "1");
        browser.switchToTab(SECOND);
        awaitLike(like, true, "1");

        browser.the(like).click();
        awaitLike(like, false, "0");
        browser.switchToTab(FIRST);
        awaitLike(like, false, "0");
    }

    private void awaitLike(String button, boolean isPressed, String count) {
        browser.until(() -> {
            WebElement like = browser.the(button);
            return Boolean.toString(isPressed).equals(like.getDomAttribute("aria-pressed"))
                    && like.getText().contains(count);
        });
    }

    @Test
    @Order(3)
    void who_signs_out_in_one_is_signed_out_in_the_other_and_loses_no_text_there() {
        browser.switchToTab(SECOND);
        ada.open("/");
        browser.fill("message", "Written in the second tab");
        browser.switchToTab(FIRST);
        ada.open("/account");
        browser.send("Sign out");
        assertThat(ada.handle()).isEmpty();

        browser.switchToTab(SECOND);
        browser.send("Crud it");
        assertThat(browser.the("main .lead").getText()).contains("Nothing of your crud is lost");
        assertThat(ada.count("Written in the second tab")).isEqualTo("0");
        browser.fill("email", "ada@example.com");
        browser.fill("password", Visitor.PASSWORD);
        browser.send("Sign in");
        assertThat(SeenCard.on(browser).getFirst().message()).isEqualTo("Written in the second tab");

        browser.switchToTab(FIRST);
        browser.reload();
        assertThat(ada.handle()).isEqualTo("@ada");
    }

    @Test
    @Order(4)
    void after_signing_out_no_draft_is_left_for_the_next_person() {
        browser.switchToTab(SECOND);
        ada.open("/");
        browser.fill("message", "A draft of mine");
        browser.switchToTab(FIRST);
        ada.open("/account");
        browser.send("Sign out");

        ada.signIn("iker@example.com");
        assertThat(browser.the("#message").getDomProperty("value")).isEmpty();
    }

    @Test
    @Order(5)
    void a_reaction_in_a_tab_that_is_signed_out_leads_to_signing_in() {
        browser.switchToTab(FIRST);
        ada.open("/@juniper");
        browser.switchToTab(SECOND);
        ada.open("/account");
        browser.send("Sign out");

        browser.switchToTab(FIRST);
        browser.the("[data-reaction='repost']").click();
        browser.until(() -> browser.shows("Sign in"));
        assertThat(browser.the("main").getText()).contains("This is for people who are signed in.");
    }
}
