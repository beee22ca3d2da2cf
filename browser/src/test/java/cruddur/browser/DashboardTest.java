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
import org.openqa.selenium.WebElement;

/// The dashboard, as Ada sees it, who is an operator.
@TestInstance(Lifecycle.PER_CLASS)
class DashboardTest {

    private final Browser browser = Browser.shared();
    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());

    @AfterAll
    void stop() {
        server.close();
    }

    private Visitor signedIn(View view, String handle) {
        Visitor visitor = new Visitor(browser, view, server);
        visitor.signInAs(handle);
        return visitor;
    }

    @ParameterizedTest
    @MethodSource("cruddur.browser.View#all")
    void it_keeps_no_operator_out(View view) {
        signedIn(view, "ada").open("/dashboard");

        assertThat(Axe.violations(browser)).isEmpty();
        assertThat(Layout.sideways(browser)).isEmpty();

        browser.run("document.querySelectorAll('.chart details').forEach(numbers => numbers.open = true)");
        assertThat(Axe.violations(browser)).isEmpty();
    }

    @Test
    void each_chart_shows_its_bars_and_on_paper_too() {
        signedIn(View.DESKTOP, "ada").open("/dashboard?days=7");

        assertThat(browser.all(".chart .bar")).hasSize(8 * 7).anyMatch(DashboardTest::isVisible);
        browser.layOutForPrint();
        assertThat(browser.all(".chart svg")).hasSize(8).allMatch(WebElement::isDisplayed);
        assertThat(browser.all(".periods, .exports")).isNotEmpty().noneMatch(WebElement::isDisplayed);
    }

    private static boolean isVisible(WebElement bar) {
        return bar.getRect().getWidth() > 2 && bar.getRect().getHeight() > 2;
    }

    @Test
    void large_text_on_a_narrow_screen_does_not_scroll_sideways() {
        signedIn(View.PHONE.width(320), "ada").open("/dashboard");
        Layout.doubleText(browser);
        assertThat(Layout.sideways(browser)).isEmpty();
    }

    @Test
    void another_period_is_a_link_away() {
        signedIn(View.DESKTOP, "ada").open("/dashboard");
        browser.follow("90 days");

        assertThat(browser.the(".periods [aria-current='page']").getText()).isEqualTo("90 days");
        assertThat(browser.all(".chart .bar")).hasSize(8 * 90);
    }

    @Test
    void others_find_nothing_there() {
        signedIn(View.DESKTOP, "bao").open("/dashboard");

        assertThat(browser.the("main").getText()).contains("There is nothing at this address.");
        assertThat(browser.all(".chart")).isEmpty();
    }
}
