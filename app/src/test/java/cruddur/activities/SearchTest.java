package cruddur.activities;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.Json;
import cruddur.testing.TestServer;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Search and trends.
@ParameterizedClass
@EnumSource
class SearchTest {

    private static final Map<Cluster, TestServer> SERVERS = new EnumMap<>(Cluster.class);

    private final TestServer server;

    SearchTest(Cluster cluster) {
        server = SERVERS.computeIfAbsent(cluster, SearchTest::start);
        server.sql().run("delete from activities");
    }

    private static TestServer start(Cluster cluster) {
        TestServer server = TestServer.on(cluster.empty());
        server.sql().person("ada");
        server.sql().person("bao");
        return server;
    }

    @AfterAll
    static void stop() {
        SERVERS.values().forEach(TestServer::close);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Fresh Bread, today! | bread",
                "Fresh Bread, today! | BREAD fresh",
                "Fresh #Bread today | bread",
                "Fresh #Bread today | #bread",
                "Fresh #Bread today | today #BREAD",
                "say hi to @Ada_1. | @ada_1",
                "(#bread) | #bread",
                "#one#two | #one",
                "今朝の #豆腐。 | #豆腐",
                "كتبت #صبر، ثم | #صبر",
                "#foo.bar | #foo",
                "#rye_bread, please | #rye_bread",
                "Größe zählt | größe",
                "it''s #2026 | #2026",
                "say “word” | word",
                "«word»—other… | word",
                "¡word! | WORD",
                "see https://example.org/bread | example.org",
                "#हिन्दी। | #हिन्दी",
                "#نرم‌افزار | #نرمافزار",
                "#il·lusió | #IL·LUSIÓ",
                "café | café",
                "#café | #café"
            })
    void a_crud_is_found_by(String message, String term) {
        String crud = server.crud("ada", message);

        assertThat(found(term)).containsExactly(crud);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Fresh bread | #bread",
                "Fresh bread | bread butter",
                "#breadcrumbs | #bread",
                "ada@example.com | @example",
                "hello ada | @ada",
                "https://example.com/#bread | #bread",
                "&#39; | #39",
                "https://example.org/?q=@ada | @ada",
                "@ada@mastodon.example | @ada",
                "#il·lusió | #il",
                "hello | !!! ???"
            })
    void a_crud_is_not_found_by(String message, String term) {
        server.crud("ada", message);

        assertThat(found(term)).isEmpty();
    }

    @Test
    void the_newest_come_first_replies_too_and_page_by_page() {
        String first = server.crud("ada", "word 1");
        String second = server.reply("bao", first, "word 2");
        String third = server.crud("ada", "word 3");
        HttpResponse<String> page = search("word", "&limit=2");

        assertThat(Json.uuids(page.body())).containsExactly(third, second);
        assertThat(pages("/api/activities/search?term=word&limit=2")).containsExactly(third, second, first);
    }

    /// Most of them of the last hours, and few of thirty days: so pages end in periods of every
    /// length, and beyond.
    @ParameterizedTest
    @ValueSource(strings = {"often", "seldom", "rare", "often rare", "never"})
    void a_word_is_found_however_often_it_is_and_however_long_ago(String term) {
        server.sql().run("""
                        insert into activities (user_uuid, message, created_at, expires_at)
                        select (select uuid from users where handle = 'ada'),
                          'often' || case when mod(i, 10) = 1 then ' seldom' else '' end
                            || case when mod(i, 60) = 1 then ' rare' else '' end,
                          date_trunc('hour', now()) - interval '30 days' * power(i / 600.0, 6),
                          case when mod(i, 4) = 0 then now() else now() + interval '1 day' end
                        from generate_series(0, 599) i
                        order by md5(i::text)""");
        List<String> expected = server.sql().run("""
                                select uuid
                                from activities
                                where message ~ ? and expires_at > now()
                                order by created_at desc, uuid desc""", term.replace(" ", ".*"));

        assertThat(pages("/api/activities/search?limit=7&term=" + term.replace(" ", "+")))
                .isEqualTo(expected);
    }

    @Test
    void what_has_expired_is_not_found() {
        String crud = server.crud("ada", "word #tag");
        server.sql().run("update activities set expires_at = now() where uuid = ?::uuid", crud);

        assertThat(found("word")).isEmpty();
        assertThat(server.get("/api/trends").body()).isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?term=", "?term=%20%09", "?term=%E2%80%8B"})
    void without_a_term_it_is_422_even_if_postgres_knows_that_there_is_nothing(String query) {
        server.sql().run("analyze activities");

        HttpResponse<String> response = server.get("/api/activities/search" + query);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).isEqualTo("[\"search_term_blank\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "\\", "a & b | !c", "<->", ":*", "'); drop table users; --", "%"})
    void a_term_is_data_and_never_syntax(String term) {
        assertThat(search(term, "").statusCode()).isEqualTo(200);
    }

    @Test
    void a_term_may_be_as_long_as_a_message_can() {
        assertThat(search("#" + "x".repeat(1023), "").statusCode()).isEqualTo(200);
        assertThat(search("x y ".repeat(256), "").statusCode()).isEqualTo(200);
        assertThat(search("x y ".repeat(256) + "x", "").body()).isEqualTo("[\"search_term_exceed_max_chars\"]");
        assertThat(search("x".repeat(5000), "").statusCode()).isEqualTo(414);
    }

    @Test
    void a_term_has_at_most_64_words() {
        String words = String.join(
                " ", IntStream.range(0, 64).mapToObj(String::valueOf).toList());

        assertThat(search(words, "").statusCode()).isEqualTo(200);
        assertThat(search(words + " more", "").body()).isEqualTo("[\"search_term_exceed_max_words\"]");
    }

    @Test
    void trends_count_the_cruds_that_have_a_hashtag() {
        server.crud("ada", "#bread #bread");
        server.crud("bao", "#Bread and #music");

        assertThat(server.get("/api/trends").body().replaceAll("\\s", ""))
                .isEqualTo("[{\"hashtag\":\"bread\",\"count\":2},{\"hashtag\":\"music\",\"count\":1}]");
    }

    private List<String> pages(String first) {
        List<String> found = new ArrayList<>();
        Optional<String> next = Optional.of(first);
        while (next.isPresent()) {
            HttpResponse<String> page = server.get(next.get());
            found.addAll(Json.uuids(page.body()));
            next = page.headers().firstValue("link").map(link -> link.replaceAll("<(.*)>.*", "$1"));
        }
        return found;
    }

    private List<String> found(String term) {
        return Json.uuids(search(term, "").body());
    }

    private HttpResponse<String> search(String term, String rest) {
        return server.get("/api/activities/search?term=" + URLEncoder.encode(term, StandardCharsets.UTF_8) + rest);
    }
}
