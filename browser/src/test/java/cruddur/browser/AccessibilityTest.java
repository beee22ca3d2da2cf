package cruddur.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.WebElement;

@TestInstance(Lifecycle.PER_CLASS)
class AccessibilityTest {

    private final Browser browser = Browser.shared();
    private final TestServer server = TestServer.on(Cluster.NEWEST.seeded());
    private final TestServer empty = TestServer.on(Cluster.NEWEST.empty());

    @AfterAll
    void stop() {
        server.close();
        empty.close();
    }

    @ParameterizedTest
    @MethodSource("cruddur.browser.View#all")
    void the_feed_keeps_nobody_out(View view) {
        browser.open(view, server.uri("/"));
        assertThat(Axe.violations(browser)).isEmpty();

        browser.openLink(view, "Older cruds");
        assertThat(Axe.violations(browser)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cruddur.browser.View#all")
    void the_empty_feed_keeps_nobody_out(View view) {
        browser.open(view, empty.uri("/"));
        assertThat(Axe.violations(browser)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cruddur.browser.View#all")
    void the_page_about_the_api_keeps_nobody_out(View view) {
        browser.open(view, server.uri("/api"));
        assertThat(Axe.violations(browser)).isEmpty();
        assertThat(Layout.sideways(browser)).isEmpty();
    }

    @Test
    void what_keeps_people_out_would_be_found() {
        browser.open(View.DESKTOP, server.uri("/"));
        browser.run("document.querySelector('h1').style.color = 'rgb(60, 60, 60)'");
        browser.run("document.querySelector('img').removeAttribute('alt')");

        assertThat(Axe.violations(browser))
                .hasSize(2)
                .allSatisfy(x -> assertThat(x).asString().containsAnyOf("contrast", "alternative"));
    }

    @ParameterizedTest
    @MethodSource("cruddur.browser.View#all")
    void nothing_reaches_beyond_the_edges_of_the_screen(View view) {
        browser.open(view, server.uri("/"));
        assertThat(Layout.sideways(browser)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api"})
    void large_text_on_a_narrow_screen_does_not_scroll_sideways(String page) {
        browser.open(View.PHONE.width(320), server.uri(page));
        Layout.doubleText(browser);
        assertThat(Layout.sideways(browser)).isEmpty();
    }

    @Test
    void a_printed_page_has_cruds_and_neither_forms_nor_buttons() {
        browser.open(View.DESKTOP, server.uri("/"));
        browser.layOutForPrint();
        assertThat(browser.all("article")).isNotEmpty().allMatch(WebElement::isDisplayed);
        assertThat(browser.all("nav")).isNotEmpty().noneMatch(WebElement::isDisplayed);

        browser.open(View.DESKTOP, server.uri("/sign-in"));
        browser.layOutForPrint();
        assertThat(browser.all("form, button, input")).isNotEmpty().noneMatch(WebElement::isDisplayed);
    }

    @Test
    void nothing_moves_for_those_who_prefer_that() {
        browser.open(View.PHONE.moving(), server.uri("/"));
        assertThat(Layout.moving(browser)).isNotEmpty();

        browser.open(View.PHONE, server.uri("/"));
        assertThat(Layout.moving(browser)).isEmpty();
    }
}
