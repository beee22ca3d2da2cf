package cruddur.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.Point;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.WebElement;

@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class KeyboardTest {

    /// What WCAG asks of a focus that one can see.
    private static final double VISIBLE = 3;

    private final Browser browser = Browser.shared();
    private final TestServer server = TestServer.on(Cluster.NEWEST.seeded());

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void the_first_tab_shows_the_way_past_the_header_and_enter_takes_it() {
        browser.open(View.DESKTOP, server.uri("/"));
        assertThat(browser.the(".skip").getCssValue("clip-path")).isEqualTo("inset(50%)");

        browser.press(Keys.TAB);
        assertThat(browser.focused().getText()).isEqualTo("Skip to the content");
        assertThat(browser.the(".skip").getCssValue("clip-path")).isEqualTo("none");

        browser.press(Keys.ENTER);
        browser.until(() -> browser.focused().getTagName().equals("main"));

        browser.press(Keys.TAB);
        assertThat(browser.focused().getText()).isEqualTo("Sign up");
    }

    @Test
    @Order(Integer.MAX_VALUE) // leaves one crud
    void tab_leads_through_all_that_can_be_used_in_the_order_of_reading() {
        server.sql().run("delete from activities where message not like 'Repotted%'");
        browser.open(View.DESKTOP, server.uri("/"));

        List<String> stops = new ArrayList<>();
        while (tab()) {
            stops.add(browser.focused().getText().lines().findFirst().orElse("a field"));
        }
        assertThat(stops)
                .containsSubsequence(
                        "Skip to the content",
                        "cruddur",
                        "Home",
                        "Search",
                        "Trends",
                        "Sign in",
                        "More",
                        "Sign up",
                        "Sign up",
                        "Sign in",
                        "Juniper Moss 🌿",
                        "0",
                        "Link to this crud",
                        "a field",
                        "API");
    }

    @ParameterizedTest
    @MethodSource("cruddur.browser.View#all")
    void whatever_has_the_focus_shows_it(View view) {
        browser.open(view, server.uri("/@juniper"));

        while (tab()) {
            assertThat(contrastOfRing()).as(browser.focused().getText()).isGreaterThan(VISIBLE);
        }
    }

    /// Moves the focus on, unless it was on the last thing of the page.
    private boolean tab() {
        browser.press(Keys.TAB);
        return !browser.focused().getTagName().equals("body");
    }

    /// How much the place to the left of what has the focus differs from how it looks without.
    private double contrastOfRing() {
        WebElement focused = browser.focused();
        Point left = Layout.middleOfLeftEdge(browser, focused);
        int start = Math.max(0, left.x - 7);
        Rectangle edge = new Rectangle(start, left.y, 1, Math.max(0, left.x) + 5 - start);
        Picture with = browser.picture(edge);
        browser.run("arguments[0].blur()", focused);
        Picture without = browser.picture(edge);
        browser.run("arguments[0].focus({ focusVisible: true })", focused);
        return with.contrast(without);
    }
}
