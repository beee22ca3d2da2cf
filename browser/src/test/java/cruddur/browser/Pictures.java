package cruddur.browser;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Takes the pictures of docs/pictures.md. `bin/pictures` runs it; it is not one of the tests.
@TestInstance(Lifecycle.PER_CLASS)
class Pictures {

    private static final Path FOLDER = Path.of("../docs/images/pages");

    private static final View PHONE = new View(390, 844, true, "dark", "reduce");
    private static final View DESKTOP = new View(1280, 800, false, "dark", "reduce");

    private final Browser browser = Browser.full();
    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());
    private final TestServer empty = TestServer.on(Cluster.NEWEST.empty());
    private final String crud =
            server.sql().value("select '/@ada/status/' || uuid from activities where message like 'Bread is out%'");

    private final String report = server.sql()
            .value(
                    "select '/@finn2/status/' || activity.uuid || '/report' from activities activity"
                            + " join users author on author.uuid = activity.user_uuid"
                            + " where handle = 'finn2' and reply_to_activity_uuid is null order by activity.created_at limit 1");

    @BeforeAll
    static void makeFolder() throws IOException {
        Files.createDirectories(FOLDER);
    }

    @AfterAll
    void stop() {
        server.close();
        empty.close();
    }

    static Stream<View> views() {
        return Stream.of(PHONE, PHONE.light(), DESKTOP, DESKTOP.light());
    }

    @ParameterizedTest
    @MethodSource("views")
    void of_pages_for_strangers(View view) throws IOException {
        Visitor visitor = new Visitor(browser, view, server);
        take(
                visitor,
                Map.of(
                        "welcome", "/",
                        "sign-up", "/sign-up",
                        "confirm", "/confirm?email=ada@example.com",
                        "sign-in", "/sign-in",
                        "recover", "/recover",
                        "reset", "/reset?email=ada@example.com",
                        "unauthorized", "/notifications",
                        "api", "/api"));
        visitor.open("/account/deleted");
        save("deleted-account", view);
        visitor.open("/sign-up");
        browser.sendByEnter();
        save("refused", view);
        browser.open(view, empty.uri("/"));
        save("empty", view);
    }

    @ParameterizedTest
    @MethodSource("views")
    void of_pages_for_people(View view) throws IOException {
        Visitor visitor = new Visitor(browser, view, server);
        visitor.signInAs("ada");
        Map<String, String> pages = new TreeMap<>(Map.of(
                "home", "/",
                "thread", crud,
                "deletion", crud + "/delete",
                "profile", "/@bao",
                "own-profile", "/@ada",
                "notifications", "/notifications",
                "search", "/search?term=bread",
                "tag", "/tags/bread",
                "trends", "/trends"));
        pages.putAll(Map.of(
                "conversation", "/messages/@finn2",
                "report", report,
                "dashboard", "/dashboard"));
        pages.putAll(Map.of(
                "account", "/account",
                "password", "/account/password",
                "delete-account", "/account/delete",
                "nothing-found", "/search?term=unsaid",
                "expired", "/@ada/status/00000000-0000-4000-8000-000000000000",
                "not-found", "/nowhere"));
        // The conversation is read when it is opened.
        server.sql().run("update messages set read_at = null");
        take(visitor, Map.of("messages", "/messages"));
        take(visitor, pages);
    }

    private void take(Visitor visitor, Map<String, String> pages) throws IOException {
        for (Map.Entry<String, String> page : pages.entrySet()) {
            visitor.open(page.getValue());
            save(page.getKey(), visitor.view());
        }
    }

    private void save(String name, View view) throws IOException {
        Files.write(FOLDER.resolve(name + "-" + view.width() + "-" + view.scheme() + ".webp"), browser.webp());
    }
}
