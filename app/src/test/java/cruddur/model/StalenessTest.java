package cruddur.model;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.model.History.Post;
import cruddur.testing.Cluster;
import cruddur.testing.CruddurProcess;
import cruddur.testing.MomentoEndpoint;
import cruddur.testing.RawConnection;
import cruddur.testing.RedisServer;
import cruddur.testing.Sql;
import cruddur.testing.StandbyPair;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// People write on two servers with a cache, while strangers read on both, cruds expire, servers begin with an empty
/// cache, and the cache that they share freezes, or their read replica lags. Each answer to a stranger must be one that
/// the database gave within the last second, and hold nothing that had expired when the stranger asked. People must
/// see at once what they did. The system property `cruddur.staleness.seconds` sets the duration; the long run is
/// `bin/test -Dcruddur.staleness.seconds=60 -Dtest=StalenessTest`.
@ParameterizedClass
@EnumSource
class StalenessTest {

    private static final int SECONDS = Integer.getInteger("cruddur.staleness.seconds", 10);

    private static final int READERS = 4;

    private static final Duration LONGEST = Duration.ofSeconds(1);

    /// Milliseconds. An author cannot choose less than an hour. A life that ends sooner would be shown by answers from
    /// before the change.
    private static final int SOONEST_EXPIRY = 1_050;

    private static final List<String> WORDS = List.of("tea", "rain", "#java", "#sql", "java");

    /// @param asked when the request was sent, before the answer was
    private record Answer(Surroundings address, Instant asked, Instant received, int status, String body) {}

    /// What the servers have in common besides the database.
    enum Shared {
        NOTHING,
        CACHE,
        MOMENTO,
        REPLICA
    }

    private final Optional<RedisServer> redis;
    private final Optional<MomentoEndpoint> momento;
    private final Optional<StandbyPair> pair;
    private final TestServer first;
    private final Api api;
    private volatile TestServer second;
    private final History history = new History();
    private final ConcurrentLinkedQueue<Post> made = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final long seed = System.currentTimeMillis();
    private final Random random = new Random(seed);
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean isOver;

    StalenessTest(Shared shared, @TempDir Path folder) {
        redis = shared == Shared.CACHE ? Optional.of(RedisServer.start()) : Optional.empty();
        momento = shared == Shared.MOMENTO ? Optional.of(MomentoEndpoint.start()) : Optional.empty();
        pair = shared == Shared.REPLICA ? Optional.of(StandbyPair.in(folder, Map.of())) : Optional.empty();
        first = pair.map(both ->
                        TestServer.reading(both.primary().url(), both.standby().url(), 4))
                .orElseGet(() -> TestServer.caching(
                        Cluster.NEWEST.empty(),
                        4,
                        redis.map(RedisServer::address).or(() -> momento.map(MomentoEndpoint::address))));
        second = first.another();
        api = new Api(first);
    }

    @AfterEach
    void stop() {
        readers.close();
        first.close();
        second.close();
        client.close();
        redis.ifPresent(RedisServer::close);
        momento.ifPresent(MomentoEndpoint::close);
        pair.ifPresent(StandbyPair::close);
    }

    @Test
    void strangers_get_what_the_database_gave_within_a_second_and_people_see_at_once_what_they_did() {
        Step.PEOPLE.forEach(first.sql()::person);
        post();
        List<CompletableFuture<Void>> reading = IntStream.range(0, READERS)
                .mapToObj(_ -> CompletableFuture.runAsync(this::read, readers))
                .toList();
        try {
            for (Instant end = Instant.now().plusSeconds(SECONDS); Instant.now().isBefore(end); ) {
                step();
            }
        } finally {
            isOver = true;
        }
        reading.forEach(CompletableFuture::join);

        assertThat(answers).hasSizeGreaterThan(50);
        pair.ifPresent(
                _ -> assertThat(first.metric("cruddur_replica_answers_total")).isPositive());
        answers.forEach(this::check);
    }

    private void check(Answer answer) {
        List<String> read = answer.address.read(answer.status, answer.body);
        if (read.isEmpty() && answer.address instanceof Surroundings.Trends) {
            return;
        }
        List<List<String>> possible = history.possible(
                answer.address, answer.asked.minus(LONGEST), answer.received, answer.asked, pair.isPresent());
        assertThat(possible)
                .as(
                        "%s, asked at %s, of %d versions; seed %d",
                        answer.address.path(), answer.asked, possible.size(), seed)
                .contains(read);
    }

    // Strangers

    private void read() {
        while (!isOver) {
            TestServer server = ThreadLocalRandom.current().nextBoolean() ? first : second;
            Surroundings address = anyAddress();
            Instant asked = Instant.now();
            try {
                // One name for both servers, as behind a load balancer.
                RawConnection.Answer answer = RawConnection.exchange(
                        server, "GET " + address.path() + " HTTP/1.1\r\nHost: cruddur.example\r\n\r\n");
                answers.add(new Answer(address, asked, Instant.now(), answer.status(), answer.body()));
            } catch (UncheckedIOException _) {
                // The server was closed meanwhile.
            }
        }
    }

    private Surroundings anyAddress() {
        List<Post> all = new ArrayList<>(made);
        List<Post> newest = all.subList(Math.max(0, all.size() - 10), all.size());
        List<Surroundings> addresses =
                Surroundings.of(newest.get(ThreadLocalRandom.current().nextInt(newest.size())));
        return addresses.get(ThreadLocalRandom.current().nextInt(addresses.size()));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return client.sendAsync(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString())
                .join();
    }

    // People

    private void step() {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> post();
            case 6, 7, 8 -> reply();
            case 9, 10, 11, 12 -> like();
            case 13, 14 -> delete();
            case 15 -> prolong();
            case 16, 17, 18 -> expire();
            default -> disturbSometimes();
        }
    }

    private void post() {
        String author = oneOf(Step.PEOPLE);
        String message = message();
        write(
                        author,
                        "/api/activities",
                        "POST",
                        new JsonObject().put("message", message).put("ttl", "1-hour"))
                .ifPresent(_ -> seesOwn(author));
    }

    private void reply() {
        living().filter(post -> post.answered().isEmpty()).findAny().ifPresent(post -> {
            String author = oneOf(Step.PEOPLE);
            write(
                    author,
                    "/api/activities/" + post.uuid() + "/reply",
                    "POST",
                    new JsonObject().put("message", message()));
        });
    }

    /// Nobody likes twice, because then nothing would change.
    private void like() {
        living().filter(post -> post.likes() < Step.PEOPLE.size()).findAny().ifPresent(post -> {
            String person = Step.PEOPLE.get(post.likes());
            Instant began = Instant.now();
            if (api(person, "/api/activities/" + post.uuid() + "/like", "PUT", new JsonObject())
                            .statusCode()
                    == 200) {
                history.write(began, with(post.uuid(), liked -> liked.withLikes(1)));
                seesOwn(person);
            }
        });
    }

    private void delete() {
        living().findAny().ifPresent(post -> {
            Instant began = Instant.now();
            if (api(post.author(), "/api/activities/" + post.uuid(), "DELETE", new JsonObject())
                            .statusCode()
                    == 204) {
                history.write(began, posts -> {
                    posts.values().removeIf(each -> isOfThread(each, post.uuid()));
                    return posts;
                });
                seesOwn(post.author());
            }
        });
    }

    private void prolong() {
        living().filter(post -> post.answered().isEmpty()).findAny().ifPresent(post -> {
            Instant began = Instant.now();
            HttpResponse<String> answer = api(
                    post.author(),
                    "/api/activities/" + post.uuid() + "/ttl",
                    "PUT",
                    new JsonObject().put("ttl", "3-hours"));
            if (answer.statusCode() == 200) {
                endThread(began, post.uuid(), time(new JsonObject(answer.body()), "expires_at"));
                seesOwn(post.author());
            }
        });
    }

    private void expire() {
        living().filter(post -> post.answered().isEmpty()).findAny().ifPresent(post -> {
            Instant began = Instant.now();
            List<String> end = first.sql()
                    .run(
                            "update activities set expires_at = clock_timestamp() + ? * interval '1 ms'"
                                    + " where uuid = ?::uuid and expires_at > clock_timestamp()"
                                    + " returning (extract(epoch from expires_at) * 1000000)::bigint",
                            SOONEST_EXPIRY + random.nextInt(1_500),
                            post.uuid());
            end.forEach(micros ->
                    endThread(began, post.uuid(), Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS)));
        });
    }

    private void endThread(Instant began, String uuid, Instant end) {
        history.write(began, posts -> {
            posts.replaceAll((_, each) -> isOfThread(each, uuid) ? each.until(end) : each);
            return posts;
        });
    }

    private static boolean isOfThread(Post post, String uuid) {
        return post.uuid().equals(uuid) || post.answered().equals(Optional.of(uuid));
    }

    private void disturbSometimes() {
        switch (random.nextInt(6)) {
            case 0 -> restart();
            case 1 -> redis.ifPresent(this::freeze);
            case 4 -> momento.ifPresent(this::delay);
            case 2, 3 ->
                pair.map(StandbyPair::standby).map(StandbyPair.Member::sql).ifPresent(this::pauseReplay);
            default -> {}
        }
    }

    /// Another server takes its place, with an empty cache.
    private void restart() {
        TestServer before = second;
        second = first.another();
        before.close();
    }

    /// What is stored meanwhile is stored late.
    private void freeze(RedisServer server) {
        server.freeze();
        readers.execute(() -> {
            CruddurProcess.pause(300 + random.nextInt(1_500));
            server.thaw();
        });
    }

    /// What is stored meanwhile is stored late.
    private void delay(MomentoEndpoint endpoint) {
        endpoint.delay(Duration.ofMillis(random.nextInt(60)));
        readers.execute(() -> {
            CruddurProcess.pause(300 + random.nextInt(1_500));
            endpoint.delay(Duration.ZERO);
        });
    }

    private void pauseReplay(Sql standby) {
        standby.run("select pg_wal_replay_pause()");
        readers.execute(() -> {
            CruddurProcess.pause(100 + random.nextInt(1_500));
            standby.run("select pg_wal_replay_resume()");
        });
    }

    private Optional<Post> write(String author, String path, String method, JsonObject body) {
        Instant began = Instant.now();
        HttpResponse<String> answer = api(author, path, method, body);
        if (answer.statusCode() != 200) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
            return Optional.empty();
        }
        Post post = post(author, new JsonObject(answer.body()));
        history.write(began, posts -> {
            posts.put(post.uuid(), post);
            return posts;
        });
        made.add(post);
        return Optional.of(post);
    }

    private static Post post(String author, JsonObject json) {
        return new Post(
                json.getString("uuid"),
                author,
                json.getString("message"),
                time(json, "created_at"),
                Optional.ofNullable(json.getString("reply_to_activity_uuid")),
                time(json, "expires_at"),
                0);
    }

    private static Instant time(JsonObject json, String field) {
        return OffsetDateTime.parse(json.getString(field)).toInstant();
    }

    /// What this person has just done, on both servers. People, too, get trends that are up to a second old.
    private void seesOwn(String person) {
        for (TestServer server : List.of(first, second)) {
            Surroundings address = Stream.generate(this::anyAddress)
                    .filter(any -> !any.path().equals("/trends"))
                    .findFirst()
                    .orElseThrow();
            Instant asked = Instant.now();
            HttpResponse<String> answer = send(api.by(person, "/").uri(server.uri(address.path())));
            assertThat(history.possible(address, asked, Instant.now(), asked))
                    .as("%s as %s sees it; seed %d", address.path(), person, seed)
                    .contains(address.read(answer.statusCode(), answer.body()));
        }
    }

    private HttpResponse<String> api(String person, String path, String method, JsonObject body) {
        TestServer server = random.nextBoolean() ? first : second;
        return send(api.by(person, "/").uri(server.uri(path)).method(method, BodyPublishers.ofString(body.encode())));
    }

    private static UnaryOperator<Map<String, Post>> with(String uuid, UnaryOperator<Post> change) {
        return posts -> {
            posts.computeIfPresent(uuid, (_, post) -> change.apply(post));
            return posts;
        };
    }

    /// In a random order.
    private Stream<Post> living() {
        List<Post> posts = new ArrayList<>(history.posts().values().stream()
                .filter(post -> post.expiresAt().isAfter(Instant.now()))
                .toList());
        Collections.shuffle(posts, random);
        return posts.stream();
    }

    private String message() {
        return oneOf(WORDS) + " " + oneOf(WORDS);
    }

    private <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
