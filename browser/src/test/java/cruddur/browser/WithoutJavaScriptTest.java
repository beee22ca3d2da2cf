package cruddur.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class WithoutJavaScriptTest {

    private static final URI SCRIPTED = URI.create("data:text/html,%3Cscript%3Edocument.title='ran'%3C/script%3E");

    private final Browser browser = Browser.withoutJavaScript();
    private final TestServer server = TestServer.on(Cluster.NEWEST.seeded());

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void this_browser_runs_no_script_and_the_other_does() {
        browser.open(View.PHONE, SCRIPTED);
        assertThat(browser.title()).isNotEqualTo("ran");

        Browser.shared().open(View.PHONE, SCRIPTED);
        assertThat(Browser.shared().title()).isEqualTo("ran");
    }

    @Test
    void the_feed_reads_just_as_well() {
        browser.open(View.PHONE, server.uri("/"));

        assertThat(SeenCard.on(browser))
                .hasSize(20)
                .isEqualTo(
                        SeenCard.in(server.get("/api/activities/home?limit=20").body()));
    }

    @Test
    void the_older_cruds_can_be_reached() {
        browser.open(View.PHONE, server.uri("/"));
        browser.follow("Older cruds");

        assertThat(browser.the("h1").getText()).isEqualToIgnoringCase("Older cruds");
        assertThat(SeenCard.on(browser)).hasSize(20);
    }
}
