package cruddur.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A reader follows links from page to page.
@TestInstance(Lifecycle.PER_CLASS)
class ReadingTest {

    private static final String TOP = "return document.querySelector(arguments[0])?.getBoundingClientRect().top";

    private final Browser browser = Browser.shared();
    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());

    @AfterAll
    void stop() {
        browser.forgetEverybody();
        server.close();
    }

    @ParameterizedTest
    @MethodSource("cruddur.browser.View#phoneAndDesktop")
    void a_card_leads_to_its_thread_its_author_and_its_tag_and_back(View view) {
        Browser browser = Browser.full();
        browser.open(view, server.uri("/"));
        browser.all(".moment").get(1).click();
        browser.until(() -> browser.path().matches("/@ada/status/.*"));
        assertThat(browser.title()).startsWith("Ada Okoro: Bread is out of the oven.");
        assertThat(SeenCard.on(browser)).hasSize(3);

        browser.follow("#bread");
        assertThat(browser.the("h1").getText()).isEqualTo("#bread");
        assertThat(SeenCard.on(browser))
                .isNotEmpty()
                .allMatch(card -> card.message().contains("#bread"));

        browser.follow("Ada Okoro");
        assertThat(browser.title()).isEqualTo("Ada Okoro (@ada) – Cruddur");
        assertThat(SeenCard.on(browser))
                .isNotEmpty()
                .allMatch(card -> card.handle().equals("@ada"));

        browser.back();
        browser.until(() -> browser.path().equals("/tags/bread"));
        browser.back();
        browser.until(() -> browser.path().matches("/@ada/status/.*"));
    }

    /// A browser keeps no page that shows who is signed in.
    @Test
    void who_goes_back_to_a_list_is_where_they_were() {
        Browser browser = Browser.full();
        Visitor ada = new Visitor(browser, View.PHONE, server);
        ada.signInAs("ada");
        ada.open("/");
        browser.until(() -> {
            browser.run("scrollTo(0, document.body.scrollHeight)");
            return SeenCard.on(browser).size() > 25;
        });
        String card = "#card-" + SeenCard.on(browser).get(22).uuid();
        browser.run("document.querySelector(arguments[0]).scrollIntoView()", card);
        Object top = Objects.requireNonNull(browser.run(TOP, card));
        browser.the(card + " .moment").click();
        browser.until(() -> browser.path().contains("/status/"));

        browser.back();
        browser.until(() -> top.equals(browser.run(TOP, card)));
        browser.forgetEverybody();
    }

    @Test
    void a_search_finds_words_and_says_so_when_it_finds_none() {
        browser.open(View.PHONE, server.uri("/search"));
        browser.fill("term", "sourdough");
        browser.sendByEnter();
        assertThat(browser.the("h1").getText()).isEqualTo("Found for “sourdough”");
        assertThat(SeenCard.on(browser)).isNotEmpty();

        browser.fill("term", "zzzyx");
        browser.sendByEnter();
        assertThat(browser.the("main").getText()).contains("Nothing that lives has this in it.");
    }

    @Test
    void a_deleted_crud_leaves_a_page_that_says_so() {
        browser.open(View.PHONE, server.uri("/@ada/status/0b5f6f0e-8d4c-4b0e-9a3e-2f1c5d7e9a10"));

        assertThat(browser.the("h1").getText()).isEqualTo("It was here, and is gone");
    }

    @ParameterizedTest
    @MethodSource("cruddur.browser.View#all")
    void no_page_keeps_a_reader_out(View view) {
        Visitor visitor = new Visitor(browser, view, server);
        visitor.open("/@ada");
        check("a stranger's profile");
        visitor.open("/nowhere");
        check("nothing");

        visitor.signInAs("ada");
        for (String page : new String[] {"/", "/@ada", "/trends", "/search?term=bread", "/notifications", thread()}) {
            visitor.open(page);
            check(page);
        }
        browser.run("document.querySelector('.own').open = true; document.querySelector('.more').open = true");
        check("open menus");
        visitor.open(thread() + "/delete");
        check("deletion");
    }

    private String thread() {
        return "/@ada/status/"
                + server.sql()
                        .value("select activities.uuid from activities join users on users.uuid = user_uuid"
                                + " where handle = 'ada' and replies_count > 0 order by activities.created_at limit 1");
    }

    private void check(String page) {
        assertThat(Axe.violations(browser)).as(page).isEmpty();
        assertThat(Layout.sideways(browser)).as(page).isEmpty();
        assertThat(Layout.small(browser)).as(page).isEmpty();
        assertThat(browser.console())
                .as(page + ", but for what Chromium itself says of every missing page")
                .allMatch(line -> line.contains("status of 404"));
    }
}
