package cruddur.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class QuietTest {

    private final Browser browser = Browser.full();
    private final TestServer server = TestServer.on(Cluster.NEWEST.seeded());

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void the_page_asks_nobody_but_its_own_server() {
        browser.open(View.PHONE, server.uri("/"));
        browser.openLink(View.PHONE, "Older cruds");

        assertThat(browser.requests())
                .anyMatch(address -> address.matches(".*/assets/[0-9a-f]+/cruddur[.]css"))
                .anyMatch(address -> address.matches(".*/assets/[0-9a-f]+/live[.]js"))
                .allMatch(address -> address.startsWith(uri("/")));
    }

    @Test
    void the_page_gives_the_console_nothing_to_complain_about() {
        browser.open(View.PHONE, server.uri("/"));
        browser.openLink(View.PHONE, "Older cruds");

        assertThat(browser.console()).isEmpty();
    }

    @Test
    void what_comes_from_elsewhere_is_refused_and_would_be_noticed() {
        browser.open(View.PHONE, server.uri("/"));
        browser.runAsync("""
                document.onsecuritypolicyviolation = arguments[0]
                new Image().src = 'http://127.0.0.2/elsewhere.png'
                """);

        assertThat(browser.console()).singleElement().asString().contains("elsewhere.png");
    }

    @Test
    void no_script_can_make_markup_of_text() {
        browser.open(View.PHONE, server.uri("/"));

        assertThat(
                        browser.run(
                                "try { document.createElement('p').innerHTML = '<b>' } catch (failure) { return failure.name }"))
                .isEqualTo("TypeError");
    }

    private String uri(String path) {
        return server.uri(path).toString();
    }
}
