package cruddur.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/// The rules of JSON Feed 1.1 (jsonfeed.org/version/1.1) and Atom (RFC 4287), as validators check them: of full
/// feeds, an empty one, one with a tag that is not ASCII, and with text that tries to break out. Neither format
/// claims a language, because people write in any.
@TestInstance(Lifecycle.PER_CLASS)
class FeedRulesTest {

    private static final String ATOM = "http://www.w3.org/2005/Atom";

    /// RFC 3339, section 5.6, with the upper case that RFC 4287 asks for.
    private static final String DATE = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)";

    private final TestServer server = TestServer.on(Cluster.NEWEST.seeded());

    @BeforeAll
    void write() {
        server.sql().run("delete from activities where user_uuid = (select uuid from users where handle = 'cleo')");
        Stream.of(
                        "]]></content><entry/>\n\t#bread\u007f\u0085\u0001",
                        "#bread " + "🍞".repeat(200),
                        "#žemlja &amp; <b>")
                .forEach(message -> server.sql()
                        .run(
                                "insert into activities (user_uuid, message, expires_at)"
                                        + " select uuid, ?, now() + interval '1 hour' from users where handle = 'bao'",
                                message));
        server.sql().run("update users set display_name = e'Bao \"<&>\\u0007' where handle = 'bao'");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/@bao/", "/tags/bread/", "/tags/%C5%BEemlja/", "/@cleo/"})
    void a_json_feed_keeps_the_rules(String page) {
        HttpResponse<String> response = server.get(page + "feed.json");
        JsonObject feed = new JsonObject(response.body());
        List<JsonObject> items = objects(feed.getJsonArray("items"));

        assertThat(response.headers().firstValue("content-type")).contains("application/feed+json; charset=utf-8");
        assertThat(feed.fieldNames())
                .containsExactlyInAnyOrder("version", "title", "home_page_url", "feed_url", "items");
        assertThat(feed.getString("version")).isEqualTo("https://jsonfeed.org/version/1.1");
        assertThat(feed.getString("title")).isNotBlank();
        assertAddress(feed.getString("home_page_url"));
        assertThat(feed.getString("feed_url")).isEqualTo(server.address() + page + "feed.json");
        assertThat(items.isEmpty()).isEqualTo(page.equals("/@cleo/"));
        assertThat(items).extracting(item -> item.getString("id")).doesNotHaveDuplicates();
        assertThat(items).allSatisfy(FeedRulesTest::assertItem);
    }

    private static void assertItem(JsonObject item) {
        assertThat(item.fieldNames())
                .containsExactlyInAnyOrder("id", "url", "content_text", "date_published", "authors", "_cruddur");
        assertAddress(item.getString("id"));
        assertAddress(item.getString("url"));
        assertThat(item.getString("content_text")).isNotBlank();
        assertDate(item.getString("date_published"));
        assertThat(objects(item.getJsonArray("authors"))).singleElement().satisfies(author -> {
            assertThat(author.getString("name")).isNotBlank();
            assertAddress(author.getString("url"));
        });
        assertThat(item.getValue("_cruddur")).as("an extension is an object").isInstanceOf(JsonObject.class);
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/@bao/", "/tags/bread/", "/tags/%C5%BEemlja/", "/@cleo/"})
    void an_atom_feed_keeps_the_rules(String page) throws Exception {
        HttpResponse<String> response = server.get(page + "feed.atom");
        Element feed = root(response.body());
        List<Element> entries = children(feed, "entry");

        assertThat(response.headers().firstValue("content-type")).contains("application/atom+xml; charset=utf-8");
        assertThat(response.body()).startsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
        assertThat(feed.getNamespaceURI()).isEqualTo(ATOM);
        assertThat(names(feed))
                .containsOnlyOnce("id", "title", "updated", "author")
                .isSubsetOf("id", "title", "updated", "author", "link", "entry");
        assertAddress(text(feed, "id"));
        assertThat(text(feed, "title")).isNotBlank();
        assertThat(link(feed, "self")).isEqualTo(server.address() + page + "feed.atom");
        assertAddress(link(feed, "alternate"));
        assertThat(entries.isEmpty()).isEqualTo(page.equals("/@cleo/"));
        assertThat(entries)
                .extracting(entry -> text(entry, "id"))
                .doesNotHaveDuplicates()
                .doesNotContain(text(feed, "id"));
        OffsetDateTime updated = assertDate(text(feed, "updated"));
        assertThat(entries).allSatisfy(entry -> assertThat(assertEntry(entry)).isBeforeOrEqualTo(updated));
    }

    /// Returns when it was updated.
    private static OffsetDateTime assertEntry(Element entry) {
        assertThat(names(entry))
                .containsExactlyInAnyOrder("id", "link", "title", "published", "updated", "author", "content");
        assertAddress(text(entry, "id"));
        assertThat(link(entry, "alternate")).isEqualTo(text(entry, "id"));
        assertThat(text(entry, "title")).isNotBlank().doesNotContain("\n");
        Element author = children(entry, "author").getFirst();
        assertThat(names(author)).containsExactly("name", "uri");
        assertThat(text(author, "name")).isNotBlank();
        assertAddress(text(author, "uri"));
        Element content = children(entry, "content").getFirst();
        assertThat(content.getAttribute("type")).isEqualTo("text");
        assertThat(names(content)).as("plain text has no elements").isEmpty();
        assertThat(content.getTextContent())
                .isNotBlank()
                .doesNotContainPattern("[\u0001-\u0008\u000b\u000c\u000e-\u001f]");
        OffsetDateTime updated = assertDate(text(entry, "updated"));
        assertThat(assertDate(text(entry, "published"))).isBeforeOrEqualTo(updated);
        return updated;
    }

    /// An IRI, which has a scheme, and which is its own normal form.
    private static void assertAddress(String address) {
        URI uri = URI.create(address);
        assertThat(uri.isAbsolute()).as(address).isTrue();
        assertThat(uri.normalize()).isEqualTo(uri);
    }

    private static OffsetDateTime assertDate(String date) {
        assertThat(date).matches(DATE);
        return OffsetDateTime.parse(date);
    }

    private static Element root(String xml) throws Exception {
        DocumentBuilderFactory parser = DocumentBuilderFactory.newInstance();
        parser.setNamespaceAware(true);
        return parser.newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getDocumentElement();
    }

    private static Stream<Element> children(Element parent) {
        return IntStream.range(0, parent.getChildNodes().getLength())
                .mapToObj(parent.getChildNodes()::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
                .map(Element.class::cast);
    }

    private static List<Element> children(Element parent, String name) {
        return children(parent)
                .filter(child -> child.getLocalName().equals(name))
                .toList();
    }

    private static List<String> names(Element parent) {
        return children(parent).map(Element::getLocalName).toList();
    }

    private static String text(Element parent, String name) {
        return children(parent, name).getFirst().getTextContent();
    }

    private static String link(Element parent, String relation) {
        List<String> links = children(parent, "link").stream()
                .filter(link -> link.getAttribute("rel").equals(relation))
                .map(link -> link.getAttribute("href"))
                .toList();
        assertThat(links).as(relation).hasSize(1);
        return links.getFirst();
    }
}
