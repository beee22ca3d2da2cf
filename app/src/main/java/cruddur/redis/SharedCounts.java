package cruddur.redis;

import cruddur.breaker.Breaker;
import cruddur.http.RateLimit;
import cruddur.http.RateLimit.Report;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Has the servers of one database count the requests of each client together. Four times a second, each adds what it
/// has admitted since to the sums of the current window, and reads them. Windows are counted by the clock of Redis.
///
/// Lives on one event loop.
public final class SharedCounts implements MeterBinder {

    private static final Duration INTERVAL = Duration.ofMillis(250);

    /// No request waits for it.
    private static final Duration LONGEST_CALL = Duration.ofSeconds(1);

    /// More than there can be within the longest call.
    private static final int WAITING = 16;

    /// In one exchange. Each is a command, and the client has no more than 2,048 under way.
    private static final int MOST_CLIENTS = 1_000;

    private static final Duration KEPT = RateLimit.WINDOW.multipliedBy(2);

    private final Redis redis;
    private final Breaker breaker;
    private final RateLimit limit;
    private final String secret;
    private final Vertx vertx;
    private final long timer;

    private SharedCounts(Vertx vertx, RedisAddress address, String database, RateLimit limit) {
        this.redis = address.client(vertx, 1, WAITING);
        this.breaker =
                address.breaker(vertx, "shared rate limit", "Each server limits clients by itself", LONGEST_CALL);
        this.limit = limit;
        this.secret = address.secret() + database;
        this.vertx = vertx;
        this.timer = vertx.setPeriodic(INTERVAL.toMillis(), _ -> exchange());
    }

    /// Begins to exchange counts.
    ///
    /// @param database of which the servers share the limit
    public static SharedCounts start(Vertx vertx, URI address, String database, RateLimit limit) {
        return new SharedCounts(vertx, new RedisAddress(address), database, limit);
    }

    /// Exchanges no more counts.
    public void stop() {
        vertx.cancelTimer(timer);
    }

    private void exchange() {
        List<Report> reports = limit.reports(MOST_CLIENTS);
        breaker.call(() -> RedisAddress.send(redis, commands(reports))).onSuccess(answers -> learn(reports, answers));
    }

    private List<Request> commands(List<Report> reports) {
        List<Request> commands = new ArrayList<>();
        commands.add(Request.cmd(Command.TIME));
        reports.forEach(report -> commands.add(Request.cmd(Command.HINCRBY)
                .arg(key(report.window()))
                .arg(name(report.kind()))
                .arg(report.more())));
        reports.stream()
                .limit(1)
                .forEach(report -> commands.add(
                        Request.cmd(Command.EXPIRE).arg(key(report.window())).arg(KEPT.toSeconds())));
        return commands;
    }

    private static String key(long window) {
        return "cruddur:requests:" + window;
    }

    /// A digest. IPv4 addresses are few enough to try them all, unless the address of Redis holds a password.
    private String name(RateLimit.Kind kind) {
        Buffer client = Buffer.buffer(kind.network().bytes()).appendString(kind.isRead() ? "r" : "w");
        return HexFormat.of()
                .formatHex(cruddur.http.Request.digest(secret, client).getBytes());
    }

    private void learn(List<Report> reports, List<? extends @Nullable Response> answers) {
        limit.align(RedisAddress.milliseconds(answers.getFirst()));
        for (int i = 0; i < reports.size(); i++) {
            reports.get(i).total().accept(RedisAddress.number(answers.get(i + 1)));
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("cruddur.rate.shared.failures", breaker, Breaker::failures)
                .description("Exchanges of rate limits between servers that failed")
                .register(registry);
    }
}
