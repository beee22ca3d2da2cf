package cruddur.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import java.net.URI;
import org.junit.jupiter.api.Test;

class EmptyTest {

    private final Browser browser = Browser.shared();

    @Test
    void where_no_crud_lives_the_page_says_that_it_is_quiet() {
        try (TestServer server = TestServer.on(Cluster.NEWEST.empty())) {
            browser.open(View.PHONE, server.uri("/"));

            assertThat(browser.the("main").getText()).contains("It is quiet here.");
            assertThat(browser.all(".card")).isEmpty();
            assertThat(browser.all("main nav")).isEmpty();
        }
    }

    @Test
    void where_nothing_older_is_left_the_page_says_so_and_leads_back() {
        try (TestServer server = TestServer.on(Cluster.NEWEST.seeded())) {
            browser.open(View.PHONE, server.uri("/"));
            String older = String.valueOf(browser.the("[rel='next']").getDomProperty("href"));
            server.sql().run("update activities set expires_at = now()");
            browser.open(View.PHONE, URI.create(older));
            assertThat(browser.the("main").getText()).contains("Nothing older is left.");

            browser.follow("Back to the newest");
            assertThat(browser.the("main").getText()).contains("It is quiet here.");
        }
    }
}
