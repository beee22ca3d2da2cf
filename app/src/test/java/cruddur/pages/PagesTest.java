package cruddur.pages;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.CruddurProcess;
import cruddur.testing.Json;
import cruddur.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The pages as a browser gets them without scripts: addresses, links, forms.
@TestInstance(Lifecycle.PER_CLASS)
class PagesTest {

    private static final int SEARCH_CONNECTIONS = 4;

    /// The searches that the database runs.
    private static final String SLEEPING =
            "select pid || ' ' || query_start from pg_stat_activity where datname = current_database()"
                    + " and wait_event = 'PgSleep' order by pid";

    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());
    private final String ada = server.signIn("ada");
    private final String iker = server.signIn("iker");

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/@ada", "/@ADA", "/trends", "/search", "/search?term=bread", "/tags/bread"})
    void a_stranger_reads_each_page(String path) {
        HttpResponse<String> page = open(path, "");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<h1", "/sign-in").doesNotContain("/account\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/@ada", "/trends", "/tags/bread"})
    void a_public_page_names_its_address_for_search_engines_and_previews(String path) {
        assertThat(open(path, "").body())
                .contains("<link rel=\"canonical\" href=\"" + server.address() + path + "\">")
                .contains("<meta property=\"og:url\" content=\"" + server.address() + path + "\">");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%40juniper", "juniper", "JUNIPER"})
    void a_search_for_a_handle_finds_the_person(String term) {
        assertThat(open("/search?term=" + term, "").body()).contains("class=\"person found\" href=\"/@juniper\"");
        assertThat(open("/search?term=" + term + "x", "").body()).doesNotContain("person found");
    }

    @Test
    void all_searches_are_one_page_for_search_engines() {
        assertThat(open("/search?term=bread", "").body())
                .contains("<link rel=\"canonical\" href=\"" + server.address() + "/search\">");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sign-in", "/?before=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void a_page_of_the_moment_is_not_for_search_engines(String path) {
        assertThat(open(path, "").body())
                .contains("<meta name=\"robots\" content=\"noindex\">")
                .doesNotContain("canonical");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/@nobody_here",
                "/tags/%23",
                "/@ada/status/0b5f6f0e-8d4c-4b0e-9a3e-2f1c5d7e9a10",
                "/status/0b5f6f0e-8d4c-4b0e-9a3e-2f1c5d7e9a10"
            })
    void what_is_not_there_is_404_as_a_page(String path) {
        HttpResponse<String> page = open(path, "");

        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.headers().firstValue("content-type").orElseThrow()).startsWith("text/html");
    }

    @Test
    void an_expired_crud_has_a_page_that_says_so_and_nothing_of_it() {
        String crud = crud("ada", "Short, but mine");
        assertThat(open("/@ada/status/" + crud, "").body()).contains("Short, but mine");

        server.sql().run("update activities set expires_at = now() where uuid = ?::uuid", crud);
        HttpResponse<String> page = open("/@ada/status/" + crud, "");
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("It was here, and is gone").doesNotContain("Short, but mine");
    }

    @Test
    void handles_tags_and_urls_are_links_by_the_databases_rules() {
        String crud = crud("ada", "@iker, see #Brot and https://example.org/?q=@ada (a@b #1!)");

        assertThat(open("/@ada/status/" + crud, "").body())
                .contains("<a href=\"/@iker\">@iker</a>, see <a href=\"/tags/Brot\">#Brot</a> and "
                        + "<a href=\"https://example.org/?q=@ada\" rel=\"nofollow noopener ugc\">");
    }

    @Test
    void a_reply_shows_what_it_answers() {
        String crud = crud("ada", "The question");
        post("/@ada/status/" + crud, iker, "message=The+answer&key=" + UUID.randomUUID());
        String reply = server.sql().value("select uuid from activities where message = 'The answer'");

        assertThat(open("/@iker/status/" + reply, "").body()).contains("The question", "The answer");
        assertThat(open("/@ada/status/" + crud, "").body()).contains("The question", "The answer");
    }

    @Test
    void a_reply_leads_back_to_its_place_in_the_thread() {
        String crud = crud("ada", "Anchored");
        HttpResponse<String> posted = post("/@ada/status/" + crud, iker, "message=Here&key=" + UUID.randomUUID());

        assertThat(posted.statusCode()).isEqualTo(303);
        assertThat(posted.headers().firstValue("location")).contains("/status/" + crud + "#newest");
        assertThat(open("/status/" + crud, "").headers().firstValue("location")).contains("/@ada/status/" + crud);
    }

    @Test
    void a_reply_that_is_refused_is_shown_again_on_its_thread() {
        String crud = crud("ada", "Reply to this");
        String longest = "x".repeat(1025);
        HttpResponse<String> page = post("/@ada/status/" + crud, iker, "key=k&message=" + longest);

        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).contains("Reply to this", longest, "At most 1,024 characters");
    }

    @Test
    void a_stranger_who_replies_keeps_the_text_and_signing_in_posts_it() {
        String crud = crud("ada", "Answer me");
        HttpResponse<String> page = post("/@ada/status/" + crud, "", "message=From+a+stranger&key=strange");
        assertThat(page.statusCode()).isEqualTo(401);
        assertThat(page.body()).contains("value=\"From a stranger\"", "value=\"" + crud + "\"");

        HttpResponse<String> signedIn = post(
                "/sign-in",
                "",
                "email=iker@example.com&password=" + encoded(BuiltInPool.PASSWORD)
                        + "&message=From+a+stranger&key=strange&ttl=&reply_to=" + crud);
        assertThat(signedIn.statusCode()).isEqualTo(303);
        assertThat(server.sql()
                        .value("select reply_to_activity_uuid from activities where message = 'From a stranger'"))
                .isEqualTo(crud);
    }

    @ParameterizedTest
    @CsvSource({"like, unlike, likes", "repost, unrepost, reposts"})
    void buttons_react_and_take_it_back(String react, String takeBack, String table) {
        String crud = crud("ada", "React to this: " + react);
        String address = "/@ada/status/" + crud;
        String count = "select count(*) from " + table + " where activity_uuid = ?::uuid";

        HttpResponse<String> reacted = post(address + "/" + react, iker, "");
        assertThat(reacted.statusCode()).isEqualTo(303);
        assertThat(server.sql().value(count, crud)).isEqualTo("1");
        assertThat(open(address, iker).body()).contains("aria-pressed=\"true\"", address + "/" + takeBack);
        assertThat(open(address, ada).body()).doesNotContain("aria-pressed=\"true\"");

        post(address + "/" + takeBack, iker, "");
        assertThat(server.sql().value(count, crud)).isEqualTo("0");
    }

    @Test
    void a_button_shows_the_page_again_that_has_it() {
        String crud = crud("ada", "Come back");
        HttpResponse<String> liked = send(form("/@ada/status/" + crud + "/like", iker, "")
                .header("Referer", server.address() + "/search?term=come")
                .build());
        assertThat(liked.headers().firstValue("location")).contains("/search?term=come#" + crud);

        HttpResponse<String> foreign = send(form("/@ada/status/" + crud + "/like", iker, "")
                .header("Referer", "https://elsewhere.example/search")
                .build());
        assertThat(foreign.headers().firstValue("location")).contains("/#" + crud);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/like", "/repost", "/ttl", "/delete"})
    void no_form_of_another_site_is_obeyed(String action) {
        String crud = crud("ada", "Guarded");
        HttpRequest request = server.request("/@ada/status/" + crud + action)
                .header("Cookie", ada)
                .header("Origin", "https://elsewhere.example")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("message=planted&ttl=1-hour&key=x"))
                .build();

        assertThat(send(request).statusCode()).isEqualTo(403);
        assertThat(server.sql().value("select count(*) from activities where message = 'planted'"))
                .isEqualTo("0");
        assertThat(server.sql().value("select likes_count + reposts_count from activities where uuid = ?::uuid", crud))
                .isEqualTo("0");
    }

    @Test
    void an_author_gives_a_crud_another_lifetime() {
        String crud = crud("ada", "Shorten me");
        assertThat(open("/@ada/status/" + crud, iker).body()).doesNotContain("/ttl\"");
        assertThat(open("/@ada/status/" + crud, ada).body()).contains("/@ada/status/" + crud + "/ttl\"");

        assertThat(post("/@ada/status/" + crud + "/ttl", ada, "ttl=1-hour").statusCode())
                .isEqualTo(303);
        assertThat(server.sql()
                        .value("select expires_at - now() < '1 hour' from activities where uuid = ?::uuid", crud))
                .isEqualTo("t");
        assertThat(post("/@ada/status/" + crud + "/ttl", iker, "ttl=30-days").statusCode())
                .isEqualTo(403);
    }

    @Test
    void deleting_says_first_what_goes_with_it() {
        String crud = crud("ada", "Going");
        post("/@ada/status/" + crud, iker, "message=One&key=" + UUID.randomUUID());
        String reply = server.sql().value("select uuid from activities where message = 'One'");
        post("/@iker/status/" + reply, ada, "message=Two&key=" + UUID.randomUUID());
        String address = "/@ada/status/" + crud + "/delete";

        assertThat(open(address, ada).body()).contains("Delete this crud and 2 replies?");
        assertThat(open(address, iker).statusCode()).isEqualTo(403);
        assertThat(open(address, "").statusCode()).isEqualTo(401);
        assertThat(post(address, iker, "").statusCode()).isEqualTo(403);

        assertThat(post(address, ada, "").headers().firstValue("location")).contains("/");
        assertThat(server.sql().value("select count(*) from activities where message in ('Going', 'One', 'Two')"))
                .isEqualTo("0");
    }

    @Test
    void a_person_edits_their_profile_and_sees_errors_beside_the_fields() {
        String theirs = server.signIn("bao");
        assertThat(post("/@bao", theirs, "display_name=Bao+B.&bio=New%0D%0Alines")
                        .statusCode())
                .isEqualTo(303);
        assertThat(open("/@bao", "").body()).contains("Bao B.", "New\nlines").doesNotContain("Edit profile");

        HttpResponse<String> refused = post("/@bao", theirs, "display_name=B&bio=" + "b".repeat(161));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("bio-description", "At most 160 characters", "b".repeat(161));
        assertThat(post("/@bao", theirs, "display_name=+&bio=").body()).contains("display_name-description");
        assertThat(open("/@bao", "").body()).contains("Bao B.");

        HttpResponse<String> foreign = post("/@ada", theirs, "display_name=B&bio=");
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.body()).contains("A profile can be edited by its owner alone.");
        assertThat(open("/@bao", "").body()).contains("Bao B.");
    }

    @Test
    void notifications_are_read_when_their_reader_says_so() {
        String crud = crud("ada", "Notify ada");
        post("/@ada/status/" + crud + "/like", iker, "");
        assertThat(open("/notifications", ada).body()).contains("likes your crud", ", unread", "Notify ada");
        assertThat(open("/", ada).body())
                .contains("unread</span></b>")
                .doesNotContain("data-unread=\"notifications\" hidden");

        assertThat(post("/notifications/read", ada, "").statusCode()).isEqualTo(303);
        assertThat(open("/notifications", ada).body()).doesNotContain(", unread");
        assertThat(open("/", ada).body()).contains("data-unread=\"notifications\" hidden");
        assertThat(open("/notifications", "").statusCode()).isEqualTo(401);
    }

    @Test
    void a_search_that_is_refused_says_why() {
        assertThat(open("/search?term=" + "x".repeat(1025), "").body()).contains("1,024 characters");
        assertThat(open("/search?term=zzzyx", "").body()).contains("Nothing that lives has this in it.");
        assertThat(open("/search?term=%3Cscript%3E", "").body())
                .doesNotContain("<script>")
                .contains("&lt;script");
    }

    @Test
    void pages_do_not_wait_for_trends_while_searches_take_all_their_connections() {
        try (TestServer busy = TestServer.on(Cluster.NEWEST.seeded());
                HttpClient client = HttpClient.newHttpClient()) {
            busy.sql()
                    .run(
                            "create or replace function public.search_query(term text) returns tsquery language sql volatile"
                                    + " as $$ select 'x'::tsquery from pg_sleep(2.5) $$");
            assertThat(IntStream.range(0, 10)).anyMatch(_ -> comesWhileSearchesWait(busy, client));
        }
    }

    /// Whether a page comes before any of the searches that hold all connections is over. A machine that has much else
    /// to do may take longer for the page than a search may last.
    private static boolean comesWhileSearchesWait(TestServer busy, HttpClient client) {
        List<CompletableFuture<?>> searches = Stream.generate(() -> client.sendAsync(
                        busy.request("/api/activities/search?term=x").build(), BodyHandlers.ofString()))
                .limit(16)
                .<CompletableFuture<?>>map(search -> search)
                .toList();
        while (busy.sql().run(SLEEPING).size() < SEARCH_CONNECTIONS
                && searches.stream().noneMatch(CompletableFuture::isDone)) {
            CruddurProcess.pause(10);
        }
        List<String> before = busy.sql().run(SLEEPING);
        HttpResponse<String> page = busy.get("/");
        List<String> after = busy.sql().run(SLEEPING);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Newest cruds");
        CompletableFuture.allOf(searches.toArray(CompletableFuture[]::new)).join();
        return before.size() == SEARCH_CONNECTIONS
                && after.equals(before)
                && !page.body().contains("trends-title");
    }

    @Test
    void assets_are_kept_for_good_under_the_address_of_their_version() {
        String style = open("/", "").body().replaceFirst("(?s).*href=\"(/assets/[0-9a-f]+/cruddur.css)\".*", "$1");

        assertThat(open(style, "").headers().firstValue("cache-control"))
                .contains("public, max-age=31536000, immutable");
        assertThat(open("/assets/other/cruddur.css", "").headers().firstValue("cache-control"))
                .contains("no-cache");
        assertThat(open("/favicon.ico", "").headers().firstValue("content-type"))
                .contains("image/svg+xml");
        assertThat(open("/robots.txt", "").body()).contains("Disallow: /api/");
        assertThat(Json.fields("[" + open("/manifest.webmanifest", "").body() + "]"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "http://HOST/@bao?before=x, /@bao?before=x",
        "http://HOST/sign-up?email=x, /",
        "http://HOST/sign-in, /",
        "http://HOST//evil.example, /",
        "http://HOST/\\evil.example, /",
        "http://evil.example/@bao, /"
    })
    void who_signs_in_comes_back_to_the_page_they_came_from(String referrer, String address) {
        String host = server.uri("/").getAuthority();
        String form = server.send(server.request("/sign-in")
                        .header("Accept", "text/html")
                        .header("Referer", referrer.replace("HOST", host)))
                .body();
        String field = "name=\"return\" value=\"";
        String kept = form.contains(field) ? form.split(field, 2)[1].split("\"", 2)[0] : "";
        String account = "email=ada@example.com&return=" + encoded(kept) + "&password=";

        assertThat(post("/sign-in", "", account + "wrong").body().contains(field))
                .isEqualTo(form.contains(field));
        assertThat(location(account + encoded(BuiltInPool.PASSWORD))).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example", "/\\evil.example", "https://evil.example", "/a%0d%0aSet-Cookie:a=b", "é"})
    void signing_in_leads_to_no_other_site(String address) {
        String account = "email=ada@example.com&password=" + encoded(BuiltInPool.PASSWORD);

        assertThat(location(account + "&return=" + address)).isEqualTo("/");
    }

    private String location(String account) {
        return post("/sign-in", "", account).headers().firstValue("Location").orElseThrow();
    }

    private String crud(String handle, String message) {
        return server.sql()
                .value(
                        "insert into activities (user_uuid, message, expires_at) select uuid, ?, now() + interval '2 hours'"
                                + " from users where handle = ? returning uuid",
                        message,
                        handle);
    }

    private HttpResponse<String> open(String path, String cookie) {
        HttpRequest.Builder request = server.request(path).header("Accept", "text/html");
        return send((cookie.isEmpty() ? request : request.header("Cookie", cookie)).build());
    }

    private HttpResponse<String> post(String path, String cookie, String fields) {
        return send(form(path, cookie, fields).build());
    }

    private HttpRequest.Builder form(String path, String cookie, String fields) {
        HttpRequest.Builder request = server.request(path)
                .header("Accept", "text/html")
                .header("Origin", server.address())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields));
        return cookie.isEmpty() ? request : request.header("Cookie", cookie);
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
