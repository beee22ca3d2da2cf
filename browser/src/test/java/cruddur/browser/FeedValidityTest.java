package cruddur.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Feeds of random text, which is as hostile as a person can make it, are what the specifications of Atom (RFC
/// 4287) and JSON Feed 1.1 say, and what their public validators ask for.
@TestInstance(Lifecycle.PER_CLASS)
class FeedValidityTest {

    private static final int ROUNDS = 20;

    /// Twenty for each of two people.
    private static final int CRUDS = 40;

    /// What markup is made of, what XML does not allow, what shows nothing, and what turns or joins letters.
    private static final List<String> PIECES = List.of(
            "<",
            ">",
            "&",
            "\"",
            "'",
            "]]>",
            "<![CDATA[",
            "<!--",
            "-->",
            "<?xml version=\"1.0\"?>",
            "<!DOCTYPE x [<!ENTITY e \"x\">]>",
            "&e;",
            "&#0;",
            "&amp;",
            "</content>",
            "</entry>",
            "<script>ran = 1</script>",
            "\\u0000",
            "\\",
            "{\"version\":",
            "\u0001",
            "\u0007",
            "\u000b",
            "\u000c",
            "\u001b",
            "\u001f",
            "\u007f",
            "\u0085",
            "\u009f",
            "\ufffe",
            "\uffff",
            "\ufffd",
            "\u2028",
            "\u2029",
            "\u200b",
            "\u00ad",
            "\ufeff",
            "\u202e",
            "\u3000",
            "\n",
            "\r",
            "\t",
            " ",
            " #bread ",
            " @ada ",
            " https://example.com/<b>?a=b&c=d ",
            "e\u0301",
            "🍞",
            "👩‍👩‍👧‍👦",
            "\udbff\udfff",
            "مرحبا",
            "word");

    private final TestServer server = TestServer.on(Cluster.NEWEST.empty());
    private final AtomChecker atom = new AtomChecker();
    private final JsonSchema json = JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(
                    Objects.requireNonNull(FeedValidityTest.class.getResourceAsStream("json-feed.json")),
                    SchemaValidatorsConfig.builder()
                            .formatAssertionsEnabled(true)
                            .build());

    FeedValidityTest() {
        Stream.of("ada", "bao", "cleo").forEach(server.sql()::person);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void feeds_of_hostile_text_are_valid() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            write(new Random(seed));
            assertValid("of seed " + seed, "/", "/@ada/", "/tags/bread/");
        }
    }

    @Test
    void feeds_without_an_entry_are_valid() {
        assertValid("empty", "/@cleo/", "/tags/nothing/", "/tags/%C5%BEemlja/", "/tags/%5C%22%27/");
    }

    @Test
    void errors_would_be_found() {
        String entry = "<entry><id>x:1</id><title>1</title><updated>2026-01-01T00:00:00Z</updated></entry>";
        String feed = "<feed xmlns='http://www.w3.org/2005/Atom'><id>x:0</id><title>0</title>"
                + "<updated>2026-01-01T00:00:00Z</updated><author><name>a</name></author>" + entry + "</feed>";

        assertThat(atom.check(feed)).isEmpty();
        assertThat(List.of(
                        feed.replaceAll("<author>.*</author>", ""),
                        feed.replace("<name>a</name>", "<name> </name>"),
                        feed.replace("<title>1</title>", "<title>\n</title>"),
                        feed.replace("<title>1</title>", ""),
                        feed.replace("<id>x:1</id>", "<id>/1</id>"),
                        feed.replace("00:00Z</updated></entry>", "00:00</updated></entry>"),
                        feed.replace("</entry>", "<content>1</content><content>2</content></entry>"),
                        feed.replace(entry, "&#1;"),
                        feed.replace(entry, "").replace("<id>x:0</id>", entry + "<id>x:0</id>")))
                .allSatisfy(wrong -> assertThat(atom.check(wrong)).isNotEmpty());
        assertThat(
                        errors(
                                "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"0\",\"items\":[{\"id\":\"1\"}]}"))
                .isNotEmpty();
    }

    /// Replaces all cruds. A text with nothing to show, which would be refused, becomes a noncharacter, which is not.
    private void write(Random random) {
        server.sql().run("delete from activities");
        server.sql()
                .run(
                        "update users set display_name = case when is_blank(name) then e'\\ufffe' else name end"
                                + " from (values (?)) names (name)",
                        text(random, 2));
        server.sql()
                .run(
                        "insert into activities (user_uuid, message, expires_at)"
                                + " select uuid, case when is_blank(text) then e'\\ufffe' else text end, now() + interval '1 hour'"
                                + " from unnest(?::text[]) with ordinality texts (text, place)"
                                + " join users on handle = case place % 2 when 0 then 'ada' else 'bao' end",
                        (Object) IntStream.range(0, CRUDS)
                                .mapToObj(_ -> text(random, 8))
                                .toArray(String[]::new));
    }

    private static String text(Random random, int most) {
        return IntStream.range(0, 1 + random.nextInt(most))
                .mapToObj(_ -> PIECES.get(random.nextInt(PIECES.size())))
                .collect(Collectors.joining());
    }

    private void assertValid(String as, String... pages) {
        assertThat(pages).allSatisfy(page -> {
            assertThat(atom.check(server.get(page + "feed.atom").body())).as(as).isEmpty();
            assertThat(errors(server.get(page + "feed.json").body())).as(as).isEmpty();
        });
    }

    private List<String> errors(String feed) {
        return json.validate(feed, InputFormat.JSON).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }
}
