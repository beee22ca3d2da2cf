package cruddur.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.Json;
import cruddur.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.openqa.selenium.WebElement;

@TestInstance(Lifecycle.PER_CLASS)
class FeedTest {

    private final Browser browser = Browser.shared();
    private final TestServer server = TestServer.on(Cluster.NEWEST.seeded());

    /// Those of the seed world that have only minutes left.
    @BeforeAll
    void nothing_expires_meanwhile() {
        server.sql()
                .run("update activities set expires_at = expires_at + interval '1 hour'"
                        + " where expires_at > now() and expires_at < now() + interval '2 hours'");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void the_newest_cruds_are_shown_as_the_api_tells_them() {
        browser.open(View.DESKTOP, server.uri("/"));

        assertThat(browser.title()).isEqualTo("Cruddur");
        assertThat(SeenCard.on(browser))
                .hasSize(20)
                .isEqualTo(
                        SeenCard.in(server.get("/api/activities/home?limit=20").body()));
    }

    @Test
    void a_card_says_who_said_what_and_what_others_made_of_it() {
        browser.open(View.PHONE, server.uri("/"));

        SeenCard second = SeenCard.on(browser).get(1);
        assertThat(second.name()).isEqualTo("Ada Okoro");
        assertThat(second.handle()).isEqualTo("@ada");
        assertThat(second.message()).startsWith("Bread is out of the oven.");
        assertThat(second.reactions()).isEqualTo(List.of("2 replies", "1 repost", "3 likes"));
    }

    @Test
    void a_card_says_when_it_was_posted_and_when_it_will_be_gone() {
        browser.open(View.PHONE, server.uri("/"));

        WebElement sourdough = card("climbed out of his jar");
        assertThat(sourdough.getText()).contains("6 h ago", "expires in 7 days");
    }

    @Test
    void older_cruds_lead_on_to_the_end_and_back_to_the_newest() {
        Browser plain = Browser.withoutJavaScript();
        plain.open(View.PHONE, server.uri("/"));

        assertThat(uuidsToTheEnd(plain)).hasSize(43).isEqualTo(all());
        assertThat(plain.title()).startsWith("Older cruds");

        plain.follow("Back to the newest");
        assertThat(SeenCard.on(plain).getFirst().handle()).isEqualTo("@juniper");
    }

    @Test
    void with_scripts_older_cruds_come_when_the_reader_gets_to_the_end() {
        browser.open(View.PHONE, server.uri("/"));
        browser.until(() -> {
            browser.run("scrollTo(0, document.body.scrollHeight)");
            return browser.all(".pages [rel='next']").isEmpty();
        });

        assertThat(uuids(browser)).isEqualTo(all());
    }

    private List<String> all() {
        return Json.uuids(server.get("/api/activities/home?limit=100").body());
    }

    @Test
    void what_has_expired_is_gone_when_the_page_is_loaded_again() {
        String uuid = server.sql()
                .value("insert into activities (user_uuid, message, expires_at)"
                        + " select uuid, 'Going, going', now() + interval '1 hour' from users"
                        + " where handle = 'ada' returning uuid");
        browser.open(View.PHONE, server.uri("/"));
        assertThat(SeenCard.on(browser)).extracting(SeenCard::uuid).contains(uuid);

        server.sql().run("update activities set expires_at = now() where uuid = ?::uuid", uuid);
        browser.open(View.PHONE, server.uri("/"));
        assertThat(SeenCard.on(browser)).hasSize(20).extracting(SeenCard::uuid).doesNotContain(uuid);
    }

    private WebElement card(String words) {
        return browser.all(".card").stream()
                .filter(card -> card.getText().contains(words))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> uuidsToTheEnd(Browser plain) {
        List<String> uuids = new ArrayList<>(uuids(plain));
        while (plain.shows("Older cruds")) {
            plain.follow("Older cruds");
            uuids.addAll(uuids(plain));
        }
        return uuids;
    }

    private static List<String> uuids(Browser browser) {
        return SeenCard.on(browser).stream().map(SeenCard::uuid).toList();
    }
}
