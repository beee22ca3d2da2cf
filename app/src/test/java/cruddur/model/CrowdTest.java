package cruddur.model;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.Query;
import cruddur.testing.Cluster;
import cruddur.testing.CruddurProcess;
import cruddur.testing.Json;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Many people on the same few activities at once. The system property `cruddur.crowd.seconds` sets
/// the duration; the long run is `bin/test -Dcruddur.crowd.seconds=10 -Dtest=CrowdTest`.
@TestInstance(Lifecycle.PER_CLASS)
class CrowdTest {

    private static final System.Logger LOG = System.getLogger(CrowdTest.class.getName());

    private static final int SECONDS = Integer.getInteger("cruddur.crowd.seconds", 2);

    /// In the server's order: the activity that is answered or liked is locked first.
    private static final List<String> ACTS_OF_LEAVERS = List.of(
            "insert into activities (user_uuid, message) values (?::uuid, 'm')",
            "with answered as (select uuid from activities order by random() limit 1 for no key update)"
                    + " insert into activities (user_uuid, message, reply_to_activity_uuid)"
                    + " select ?::uuid, 'm', uuid from answered",
            "with liked as (select uuid from activities order by random() limit 1 for no key update)"
                    + " insert into likes (user_uuid, activity_uuid) select ?::uuid, uuid from liked");

    private static final List<String> PEOPLE =
            IntStream.range(0, 64).mapToObj(i -> "person" + i).toList();

    private final TestServer server = TestServer.on(Cluster.NEWEST.empty());
    private final Api api = new Api(server);
    private final ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor();

    CrowdTest() {
        PEOPLE.forEach(server.sql()::person);
        PEOPLE.forEach(this::introduce);
    }

    /// Signs and checks the person's token in advance, so that no later request waits for that.
    private void introduce(String person) {
        assertThat(api.put(person, "/api/activities/notifications/read").statusCode())
                .isEqualTo(204);
    }

    @AfterAll
    void stop() {
        crowd.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        server.sql().run("truncate activities cascade");
    }

    // All on one crud

    /// The last action of a person, and the number of the person's requests so far.
    private record Acts(String person, boolean likes, boolean reposts, int requests) {}

    @Test
    void a_crowds_likes_and_reposts_are_counted_and_each_last_action_holds() {
        String crud = post(PEOPLE.getFirst());

        List<Acts> acts = together(person -> react(person, "/api/activities/" + crud));

        assertThat(server.sql().run(who("likes")))
                .containsExactlyInAnyOrderElementsOf(
                        acts.stream().filter(Acts::likes).map(Acts::person).toList());
        assertThat(server.sql().run(who("reposts")))
                .containsExactlyInAnyOrderElementsOf(
                        acts.stream().filter(Acts::reposts).map(Acts::person).toList());
        Counters.check(server.sql());
        print("on one crud", acts.stream().mapToInt(Acts::requests).sum());
    }

    private static String who(String reactions) {
        return "select handle from " + reactions + " join users on users.uuid = user_uuid";
    }

    private Acts react(String person, String crud) {
        Random random = new Random();
        Acts acts = new Acts(person, false, false, 0);
        for (long end = end(); System.nanoTime() < end; ) {
            acts = react(acts, crud, random.nextBoolean(), random.nextBoolean());
        }
        return acts;
    }

    private Acts react(Acts before, String crud, boolean isLike, boolean isPut) {
        String path = crud + (isLike ? "/like" : "/repost");
        HttpResponse<String> answer = isPut ? api.put(before.person, path) : api.delete(before.person, path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()).getBoolean(isLike ? "liked" : "reposted"))
                .isEqualTo(isPut);
        return new Acts(
                before.person, isLike ? isPut : before.likes, isLike ? before.reposts : isPut, before.requests + 1);
    }

    // Writes to activities that others remove

    /// The author of each activity whose removal was not reported.
    private final ConcurrentMap<String, String> authors = new ConcurrentHashMap<>();

    @Test
    void what_goes_away_under_a_crowd_is_gone_or_refused_and_the_counters_hold() {
        authors.clear();
        CompletableFuture<Void> time = CompletableFuture.runAsync(this::letTimePass, crowd);
        CompletableFuture<Void> leavers = CompletableFuture.runAsync(this::comeAndGo, crowd);

        List<Map<Integer, Integer>> answers = together(this::doAnything);
        CompletableFuture.allOf(time, leavers).join();

        assertThat(deadlocks()).isEqualTo("0");
        Map<Integer, Integer> all = new ConcurrentHashMap<>();
        answers.forEach(each -> each.forEach((status, n) -> all.merge(status, n, Integer::sum)));
        assertThat(all.keySet()).contains(200).isSubsetOf(200, 204, 403, 404);
        Counters.check(server.sql());
        print(
                "on what goes away, " + all,
                all.values().stream().mapToInt(n -> n).sum());
    }

    /// The server runs a statement again that a deadlock ended.
    private String deadlocks() {
        return server.sql().value("select deadlocks from pg_stat_database where datname = current_database()");
    }

    /// Cruds expire and are purged, slowly enough that some are left.
    private void letTimePass() {
        String purge = Query.load("activities/purge").text().replace(":batch", "10");
        try (Connection connection = server.sql().connect();
                Statement statement = connection.createStatement()) {
            for (long end = end(); System.nanoTime() < end; ) {
                statement.execute("update activities set expires_at = now() where uuid ="
                        + " (select uuid from activities where reply_to_activity_uuid is null"
                        + " order by random() limit 1)");
                statement.execute(purge);
                CruddurProcess.pause(50);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// People answer and like the crowd's posts, and then their rows are deleted.
    private void comeAndGo() {
        try (Connection connection = server.sql().connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            int people = 0;
            for (long end = end(); System.nanoTime() < end; ) {
                String leaver = server.sql().person("leaver" + people++);
                for (String act : ACTS_OF_LEAVERS) {
                    server.sql().run(act, leaver);
                }
                statement.execute("select lock_activities_of('" + leaver + "')");
                statement.execute("delete from users where uuid = '" + leaver + "'");
                connection.commit();
                CruddurProcess.pause(50);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<Integer, Integer> doAnything(String person) {
        Random random = new Random();
        Map<Integer, Integer> answers = new ConcurrentHashMap<>();
        for (long end = end(); System.nanoTime() < end; ) {
            HttpResponse<String> answer = anything(person, random);
            answers.merge(answer.statusCode(), 1, Integer::sum);
        }
        return answers;
    }

    private HttpResponse<String> anything(String person, Random random) {
        List<String> known = new ArrayList<>(authors.keySet());
        if (known.size() < 5) {
            return remember(person, api.post(person, "m", "1-hour"));
        }
        String uuid = known.get(random.nextInt(known.size()));
        String path = "/api/activities/" + uuid;
        return switch (random.nextInt(8)) {
            case 0, 1 -> forgetIfGone(uuid, api.put(person, path + "/like"));
            case 2 -> forgetIfGone(uuid, api.delete(person, path + "/like"));
            case 3 -> forgetIfGone(uuid, api.put(person, path + "/repost"));
            case 4, 5 -> remember(person, api.reply(person, uuid, "@person1 @person2"));
            case 6 -> forgetIfGone(uuid, api.delete(authors.getOrDefault(uuid, person), path));
            default -> api.delete(person, path);
        };
    }

    private HttpResponse<String> remember(String author, HttpResponse<String> made) {
        if (made.statusCode() == 200) {
            authors.put(Json.uuid(made), author);
        }
        return made;
    }

    private HttpResponse<String> forgetIfGone(String uuid, HttpResponse<String> answer) {
        if (answer.statusCode() == 404) {
            authors.remove(uuid);
        }
        return answer;
    }

    // The crowd

    private <T> List<T> together(Function<String, T> acts) {
        List<CompletableFuture<T>> running = PEOPLE.stream()
                .map(person -> CompletableFuture.supplyAsync(() -> acts.apply(person), crowd))
                .toList();
        return running.stream().map(CompletableFuture::join).toList();
    }

    private static long end() {
        return System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
    }

    private String post(String person) {
        return Json.uuid(api.post(person, "m", "1-hour"));
    }

    private static void print(String what, int requests) {
        LOG.log(
                System.Logger.Level.INFO,
                "%d people %s: %d requests a second".formatted(PEOPLE.size(), what, requests / SECONDS));
    }
}
