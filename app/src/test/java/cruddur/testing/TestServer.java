package cruddur.testing;

import cruddur.CacheConfig;
import cruddur.ClientLimits;
import cruddur.Config;
import cruddur.DatabaseLogins;
import cruddur.Listener;
import cruddur.Service;
import cruddur.http.Clients;
import cruddur.http.Origins;
import cruddur.http.Route;
import cruddur.identity.Operators;
import cruddur.localcognito.LocalPool;
import cruddur.localcognito.Passwords;
import cruddur.sql.ConnectionUrl;
import cruddur.userpool.UserPool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// A server on a free port with its own database, which accepts the tokens of a [TestPool].
public final class TestServer implements AutoCloseable {

    /// An origin on this machine whose pages may use the servers. A test that needs a page serves one there.
    public static final URI FRONT_END = URI.create("http://localhost:" + Ports.free());

    /// How long a client waits for an answer. The server gives up sooner, unless the machine has much else to do.
    static final Duration PATIENCE = Duration.ofMinutes(1);

    /// Whether a person has signed in in this process. The first time, most of the code has yet to be loaded. On a busy
    /// machine, this takes longer than a server waits for its user pool.
    private static final AtomicBoolean HAS_SIGNED_IN = new AtomicBoolean();

    private static final String HOST = "127.0.0.1";
    private static final CacheConfig NO_CACHE = new CacheConfig(0, Optional.empty());

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private final Service service;
    private final Config config;
    private final TestPool pool;

    private TestServer(Service service, Config config, TestPool pool) {
        this.service = service;
        this.config = config;
        this.pool = pool;
    }

    public static TestServer on(ConnectionUrl database) {
        TestPool pool = TestPool.start();
        return on(database, pool, pool.asSeenByServers());
    }

    /// With a pool that the server has other settings for.
    public static TestServer on(ConnectionUrl database, TestPool pool, UserPool believed) {
        return start(config(listener(), unpooled(database), believed, NO_CACHE), Optional.empty(), pool);
    }

    /// Behind a pooler.
    ///
    /// @param preparesStatements as the setting; it may be missing
    public static TestServer pooled(ConnectionUrl database, Optional<Boolean> preparesStatements) {
        TestPool pool = TestPool.start();
        DatabaseLogins logins = new DatabaseLogins(database, Optional.empty(), preparesStatements);
        return start(config(listener(), logins, pool.asSeenByServers(), NO_CACHE), Optional.empty(), pool);
    }

    /// With a cache, so that strangers may learn of a change a second later, and with metrics.
    public static TestServer caching(ConnectionUrl database, int mebibytes) {
        return caching(database, mebibytes, Optional.empty());
    }

    /// With a cache that other servers may share.
    public static TestServer caching(ConnectionUrl database, int mebibytes, Optional<URI> sharedCache) {
        TestPool pool = TestPool.start();
        CacheConfig cache = new CacheConfig(mebibytes, sharedCache);
        return start(config(withMetrics(), unpooled(database), pool.asSeenByServers(), cache), Optional.empty(), pool);
    }

    /// With a read replica, and with metrics.
    public static TestServer reading(ConnectionUrl database, ConnectionUrl replica, int cacheMebibytes) {
        TestPool pool = TestPool.start();
        DatabaseLogins logins = new DatabaseLogins(database, Optional.of(replica), Optional.empty());
        CacheConfig cache = new CacheConfig(cacheMebibytes, Optional.empty());
        return start(config(withMetrics(), logins, pool.asSeenByServers(), cache), Optional.empty(), pool);
    }

    /// With the user pool that `cruddur up` runs, in which the people of the seed world have
    /// accounts with [BuiltInPool#PASSWORD].
    public static TestServer withBuiltInPool(ConnectionUrl database) {
        if (HAS_SIGNED_IN.compareAndSet(false, true)) {
            signInOnce();
        }
        return withBuiltInPool(database, BuiltInPool.pool());
    }

    /// The first hash of a password takes five times as long as the others, and the server's threads for it have a low
    /// priority.
    private static void signInOnce() {
        Passwords.hashOf(BuiltInPool.PASSWORD);
        try (TestServer first = withBuiltInPool(Cluster.NEWEST.seeded(), BuiltInPool.pool())) {
            first.trySignIn("ada");
        }
    }

    /// With a pool that other servers may share.
    public static TestServer withBuiltInPool(ConnectionUrl database, LocalPool pool) {
        BuiltInPool.loadInto(database);
        int port = Ports.free();
        UserPool seen = LocalPool.seenAt(URI.create("http://127.0.0.1:" + port));
        Listener listener = new Listener(HOST, port, Optional.empty());
        return start(config(listener, unpooled(database), seen, NO_CACHE), Optional.of(pool), TestPool.start());
    }

    /// Another server, on the same database and pool.
    public TestServer another() {
        Listener listener = config.listener().metricsPort().isPresent() ? withMetrics() : listener();
        return start(
                config(listener, config.logins(), config.pool().orElseThrow(), config.cache()),
                Optional.empty(),
                TestPool.start());
    }

    private static Listener listener() {
        return new Listener(HOST, Ports.free(), Optional.empty());
    }

    private static Listener withMetrics() {
        return new Listener(HOST, Ports.free(), Optional.of(Ports.free()));
    }

    private static DatabaseLogins unpooled(ConnectionUrl database) {
        return new DatabaseLogins(database, Optional.empty(), Optional.empty());
    }

    private static Config config(Listener listener, DatabaseLogins logins, UserPool believed, CacheConfig cache) {
        return new Config(
                listener,
                logins,
                Optional.of(believed),
                Operators.named("ada, group:operators"),
                new Origins(Set.of("https://front.example", "https://back.example", FRONT_END.toString())),
                new ClientLimits(Clients.behind("127.0.0.1"), 50, 5, Optional.empty()),
                cache,
                Optional.empty(),
                Duration.ZERO);
    }

    private static TestServer start(Config config, Optional<LocalPool> local, TestPool pool) {
        try {
            return new TestServer(Service.start(config, local, _ -> {}), config, pool);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public Sql sql() {
        return Sql.keeping(config.logins().primary().address());
    }

    public TestPool pool() {
        return pool;
    }

    /// Every route that the server has.
    public List<Route> routes() {
        return service.routes();
    }

    public String address() {
        return "http://127.0.0.1:" + service.port();
    }

    /// The value of a metric that has no labels.
    public double metric(String name) {
        URI metrics =
                URI.create("http://127.0.0.1:" + config.listener().metricsPort().orElseThrow() + "/metrics");
        String all = exchange(HttpRequest.newBuilder(metrics).build()).body();
        return all.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no metric " + name));
    }

    public URI uri(String path) {
        return URI.create(address() + path);
    }

    /// A request to which a test adds headers.
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(PATIENCE);
    }

    /// A request by a person of the seed world.
    public HttpRequest.Builder requestBySeed(String handle, String path) {
        return request(path).header("Authorization", "Bearer " + seedToken(handle));
    }

    public String seedToken(String handle) {
        return pool.tokenOf("seed-" + handle);
    }

    /// A request by the person with this handle.
    public HttpRequest.Builder requestBy(String handle, String path) {
        return request(path).header("Authorization", "Bearer " + pool.tokenOf("sub-" + handle));
    }

    public HttpResponse<String> get(String path) {
        return send(request(path));
    }

    public HttpResponse<String> post(String handle, String path, String body) {
        return send(requestBy(handle, path).POST(BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> put(String handle, String path, String body) {
        return send(requestBy(handle, path).PUT(BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> delete(String handle, String path) {
        return send(requestBy(handle, path).DELETE());
    }

    /// A new session of a person of the seed world, with the built-in pool.
    ///
    /// @return its cookie, as a browser sends it
    public String signIn(String handle) {
        HttpResponse<String> answer = trySignIn(handle);
        return answer.headers()
                .firstValue("Set-Cookie")
                .orElseThrow(() -> new IllegalStateException(answer.statusCode() + " " + answer.body()))
                .replaceFirst(";.*", "");
    }

    private HttpResponse<String> trySignIn(String handle) {
        String body = Json.object("email", handle + "@example.com", "password", BuiltInPool.PASSWORD);
        return send(request("/api/auth/sign-in").POST(BodyPublishers.ofString(body)));
    }

    /// Posts a crud with this token.
    public HttpResponse<String> postWith(String token, String message) {
        return send(request("/api/activities")
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(Json.object("message", message, "ttl", "1-day"))));
    }

    /// A new crud of this person's, for a day.
    ///
    /// @return its uuid
    public String crud(String handle, String message) {
        return Json.uuid(post(handle, "/api/activities", Json.object("message", message, "ttl", "1-day")));
    }

    /// A new reply of this person's.
    ///
    /// @return its uuid
    public String reply(String handle, String activity, String message) {
        return Json.uuid(post(handle, "/api/activities/" + activity + "/reply", Json.object("message", message)));
    }

    /// Sends it, and checks the answer against the contract.
    public HttpResponse<String> send(HttpRequest.Builder request) {
        HttpRequest built = request.build();
        HttpResponse<String> response = exchange(built);
        Contract.check(built, response);
        return response;
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        service.close();
        pool.close();
        client.close();
    }
}
