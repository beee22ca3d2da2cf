package cruddur.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.Json;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

@TestInstance(Lifecycle.PER_CLASS)
class FeedsTest {

    private final TestServer server = TestServer.on(Cluster.OLDEST.seeded());

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/@ada/", "/tags/bread/"})
    void a_feed_has_the_cruds_of_its_page(String page) throws Exception {
        List<String> cruds = Json.uuids(server.get(
                        switch (page) {
                            case "/" -> "/api/activities/home?limit=20";
                            case "/@ada/" -> "/api/activities/search?term=%40none";
                            default -> "/api/activities/search?term=%23bread&limit=20";
                        })
                .body());

        JsonObject json = json(page + "feed.json");
        List<String> items = json.getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("url").replaceFirst(".*/", ""))
                .toList();
        List<String> entries = texts(xml(page + "feed.atom"), "id").stream()
                .skip(1)
                .map(id -> id.replaceFirst(".*/", ""))
                .toList();

        assertThat(entries).isEqualTo(items).isNotEmpty();
        if (!page.equals("/@ada/")) {
            assertThat(items).isEqualTo(cruds);
        }
    }

    @Test
    void a_json_feed_has_what_its_specification_asks_for() {
        JsonObject feed = json("/feed.json");
        JsonObject item = feed.getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("content_text").startsWith("Bread is out of the oven."))
                .findFirst()
                .orElseThrow();

        assertThat(feed.getString("version")).isEqualTo("https://jsonfeed.org/version/1.1");
        assertThat(feed.getString("home_page_url")).isEqualTo(server.address() + "/");
        assertThat(feed.getString("feed_url")).isEqualTo(server.address() + "/feed.json");
        assertThat(item.getString("id"))
                .isEqualTo(item.getString("url"))
                .startsWith(server.address() + "/@ada/status/");
        assertThat(OffsetDateTime.parse(item.getString("date_published"))).isBefore(OffsetDateTime.now(ZoneOffset.UTC));
        assertThat(item.getJsonArray("authors"))
                .isEqualTo(new JsonArray().add(JsonObject.of("name", "Ada Okoro", "url", server.address() + "/@ada")));
    }

    @Test
    void an_atom_feed_has_what_its_specification_asks_for() throws Exception {
        HttpResponse<String> response = server.get("/@ada/feed.atom");
        Document feed = xml("/@ada/feed.atom");

        assertThat(response.headers().firstValue("content-type")).contains("application/atom+xml; charset=utf-8");
        assertThat(feed.getDocumentElement().getNamespaceURI()).isEqualTo("http://www.w3.org/2005/Atom");
        int entries = texts(feed, "entry").size();
        assertThat(texts(feed, "title")).hasSize(entries + 1).first().isEqualTo("@ada on Cruddur");
        assertThat(texts(feed, "updated")).hasSize(entries + 1).allSatisfy(OffsetDateTime::parse);
        assertThat(texts(feed, "published")).hasSize(entries);
        assertThat(texts(feed, "name")).hasSize(entries + 1).containsOnly("Cruddur", "Ada Okoro");
        assertThat(texts(feed, "id")).doesNotHaveDuplicates();
    }

    @Test
    void hostile_text_is_text_in_a_feed() throws Exception {
        String hostile = "<b>&amp;]]> \"quoted\" <script>x</script> \u0001\u000b\ufffe 🍞";
        server.sql()
                .run(
                        "insert into activities (user_uuid, message, expires_at)"
                                + " select uuid, ?, now() + interval '1 hour' from users where handle = 'bao'",
                        hostile);

        assertThat(json("/@bao/feed.json")
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getString("content_text"))
                .isEqualTo(hostile);
        assertThat(texts(xml("/@bao/feed.atom"), "content").getFirst())
                .isEqualTo(hostile.replaceAll("[\u0001\u000b\ufffe]", ""));
    }

    @Test
    void an_entry_leaves_when_its_crud_expires_and_an_empty_feed_is_a_feed() throws Exception {
        server.sql()
                .run("update activities set expires_at = now() where user_uuid ="
                        + " (select uuid from users where handle = 'cleo')");

        assertThat(json("/@cleo/feed.json").getJsonArray("items")).isEmpty();
        assertThat(texts(xml("/@cleo/feed.atom"), "entry")).isEmpty();
        assertThat(texts(xml("/@cleo/feed.atom"), "updated")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/@nobody_here/feed.json", "/@nobody_here/feed.atom"})
    void nobody_has_no_feed(String path) {
        assertThat(server.get(path).statusCode()).isEqualTo(404);
    }

    private JsonObject json(String path) {
        return new JsonObject(server.get(path).body());
    }

    private Document xml(String path) throws Exception {
        DocumentBuilderFactory parser = DocumentBuilderFactory.newInstance();
        parser.setNamespaceAware(true);
        return parser.newDocumentBuilder()
                .parse(new InputSource(new StringReader(server.get(path).body())));
    }

    private static List<String> texts(Document document, String element) {
        NodeList found = document.getElementsByTagName(element);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> found.item(i).getTextContent())
                .toList();
    }
}
