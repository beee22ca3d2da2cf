package cruddur.model;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.Json;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A person reads page after page while other people write.
@TestInstance(Lifecycle.PER_CLASS)
class PagingTest {

    private static final int EXISTING = 280;
    private static final int REPLIERS = 8;
    private static final int REPLIES = 25;

    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

    private final TestServer server = TestServer.on(Cluster.NEWEST.empty());
    private final Api api = new Api(server);
    private final String ada = server.sql().person("ada");
    private final ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();

    PagingTest() {
        repliers().forEach(server.sql()::person);
    }

    @AfterAll
    void stop() {
        others.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        server.sql().run("truncate activities cascade");
    }

    @ParameterizedTest
    @ValueSource(strings = {"home", "@ada", "search?term=tea"})
    void of_the_cruds_that_stay_none_is_missed_and_none_comes_twice(String list) {
        List<String> existing = existing("created_at desc, uuid desc", Optional.empty());

        readWhileOthersWrite(list, existing, () -> api.post("ada", "tea", "1-hour"));
    }

    /// There are more cruds between them than a search scans for a common word.
    @Test
    void of_what_is_rare_none_is_missed_and_none_comes_twice() {
        server.sql()
                .run(
                        "insert into activities (user_uuid, message, created_at)"
                                + " select ?::uuid, 'rain', now() - i * interval '20 ms' from generate_series(1, 2800) i",
                        ada);
        List<String> rare = existing("created_at desc, uuid desc", Optional.empty());
        rare.retainAll(server.sql().run("select uuid from activities where message = 'tea'"));

        readWhileOthersWrite("search?term=tea", rare, () -> api.post("ada", "tea", "1-hour"));
    }

    @Test
    void of_the_replies_that_stay_none_is_missed_and_none_comes_twice() {
        String crud = crud();
        List<String> existing = existing("created_at, uuid", Optional.of(crud));

        readWhileOthersWrite(crud, existing, () -> api.reply("ada", crud, "tea"));
    }

    /// Many have the same time, so that pages also end between them.
    private List<String> existing(String order, Optional<String> crud) {
        server.sql()
                .run(
                        "insert into activities (user_uuid, message, reply_to_activity_uuid, created_at, expires_at)"
                                + " select ?::uuid, 'tea', ?::uuid, now() - i / 5 * interval '1 second', now() + interval '1 hour'"
                                + " from generate_series(1, ?) i",
                        ada,
                        crud.orElse(null),
                        EXISTING);
        return server.sql()
                .run(
                        "select uuid from activities where reply_to_activity_uuid is not distinct from ?::uuid order by "
                                + order,
                        crud.orElse(null));
    }

    /// Half of the existing activities stay. The others are deleted or expire meanwhile, so they may be
    /// read or not, but not twice.
    private void readWhileOthersWrite(String list, List<String> existing, Runnable post) {
        List<String> shuffled = new ArrayList<>(existing);
        Collections.shuffle(shuffled, new Random());
        Set<String> staying = new HashSet<>(shuffled.subList(0, EXISTING / 2));
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        List<CompletableFuture<Void>> writers = List.of(
                start(Stream.generate(() -> post), over, written),
                start(shuffled.subList(EXISTING / 2, EXISTING * 3 / 4).stream().map(this::deletion), over, written),
                start(shuffled.subList(EXISTING * 3 / 4, EXISTING).stream().map(this::expiry), over, written));

        List<String> seen = readAll("/api/activities/" + list);
        over.set(true);
        writers.forEach(CompletableFuture::join);

        assertThat(seen).doesNotHaveDuplicates();
        assertThat(seen.stream().filter(staying::contains))
                .containsExactlyElementsOf(
                        existing.stream().filter(staying::contains).toList());
        assertThat(written).as("writes meanwhile").hasPositiveValue();
    }

    private CompletableFuture<Void> start(Stream<Runnable> writes, AtomicBoolean over, AtomicInteger written) {
        return CompletableFuture.runAsync(
                () -> writes.takeWhile(_ -> !over.get()).forEach(write -> {
                    write.run();
                    written.incrementAndGet();
                }),
                others);
    }

    private Runnable deletion(String uuid) {
        return () -> assertThat(api.delete("ada", "/api/activities/" + uuid).statusCode())
                .isEqualTo(204);
    }

    private Runnable expiry(String uuid) {
        return () -> server.sql().run("update activities set expires_at = now() where uuid = ?::uuid", uuid);
    }

    private List<String> readAll(String list) {
        List<String> seen = new ArrayList<>();
        Optional<String> address = Optional.of(list + (list.contains("?") ? "&" : "?") + "limit=7");
        while (address.isPresent()) {
            HttpResponse<String> page = api.get(address.get());
            seen.addAll(uuids(page));
            address = next(page);
        }
        return seen;
    }

    /// Requests the last page again until there is a next one: new activities are at its end.
    @Test
    void who_reads_on_while_others_reply_sees_every_reply_once_and_in_order() {
        String crud = crud();
        AtomicInteger replying = new AtomicInteger(REPLIERS);
        repliers().forEach(replier -> others.execute(() -> replyOften(replier, crud, replying)));

        List<String> seen = new ArrayList<>();
        List<String> last = List.of();
        String address = "/api/activities/" + crud + "?limit=7";
        boolean more = true;
        while (more) {
            more = replying.get() > 0;
            HttpResponse<String> page = api.get(address);
            assertThat(uuids(page).stream().limit(last.size()).toList()).isEqualTo(last);
            last = uuids(page);
            Optional<String> next = next(page);
            if (next.isPresent()) {
                address = next.get();
                seen.addAll(last);
                last = List.of();
                more = true;
            }
        }
        seen.addAll(last);

        assertThat(seen)
                .hasSize(REPLIERS * REPLIES)
                .containsExactlyElementsOf(
                        server.sql()
                                .run(
                                        "select uuid from activities where reply_to_activity_uuid is not null order by created_at, uuid"));
    }

    private void replyOften(String replier, String crud, AtomicInteger replying) {
        try {
            for (int i = 0; i < REPLIES; i++) {
                api.reply(replier, crud, "tea");
            }
        } finally {
            replying.decrementAndGet();
        }
    }

    private static Stream<String> repliers() {
        return IntStream.range(0, REPLIERS).mapToObj(i -> "replier" + i);
    }

    private String crud() {
        return Json.uuid(api.post("ada", "tea", "1-hour"));
    }

    /// Of a list, or of the list in an object.
    private static List<String> uuids(HttpResponse<String> page) {
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        if (page.body().startsWith("[")) {
            return Json.uuids(page.body());
        }
        JsonObject object = new JsonObject(page.body());
        JsonArray items = object.getJsonArray("replies", object.getJsonArray("activities"));
        return Json.uuids(items.encode());
    }

    private static Optional<String> next(HttpResponse<String> page) {
        return page.headers()
                .firstValue("link")
                .map(NEXT::matcher)
                .filter(Matcher::matches)
                .map(link -> link.group(1));
    }
}
