package bench;

import cruddur.embedded.DataFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `bin/bench live`: many clients of the live stream of one server, a crud every second, and the feed beside them.
@CommandLine.Command(
        name = "live",
        description = "Measure live streams: many clients on one server, and the feed beside them.")
final class LiveCommand implements Callable<Integer> {

    private static final Words WORDS = Words.ofThisTerminal();

    private static final int CONNECTIONS_OF_FEED = 8;
    private static final int PAUSE_OF_FEED = 20;

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

    private static final String POST = """
            insert into activities (user_uuid, message, expires_at)
            select uuid, 'live %d', now() + interval '1 hour' from users where handle = 'writer'""";

    @Option(names = "--clients", paramLabel = "N", description = "Clients that have the stream open (10000).")
    private int clients = 10_000;

    @Option(names = "--seconds", paramLabel = "S", description = "How long a crud is posted every second (120).")
    private int seconds = 120;

    @Option(names = "--data", paramLabel = "FOLDER", description = "Where its PostgreSQL lies (app/target/bench).")
    private Path data = Path.of(System.getProperty("cruddur.checkout", "."), "app", "target", "bench");

    @Override
    public Integer call() {
        Ending.alsoStop(WORDS::clear);
        Tool.require(Tool.WRK);
        Scratch scratch = Scratch.start(DataFolder.at(data.toAbsolutePath()), WORDS::step);
        World world = World.small(Plan.QUICK);
        scratch.fill(world);
        Map<String, String> settings = Map.of("MAX_CONNECTIONS", Integer.toString(2 * clients));
        try (Server server = Server.start(scratch.url(world), settings, scratch.file("live.log"))) {
            WORDS.report(measured(server, scratch.session(world), scratch.file("live.requests")));
        }
        scratch.takeBackWrites(world);
        return 0;
    }

    private String measured(Server server, Session session, Path file) {
        Requests requests = Requests.get(Traffic.HOME, Traffic.UNCACHED);
        Wrk feed = new Wrk(server.address(), requests.writtenTo(file), CONNECTIONS_OF_FEED, PAUSE_OF_FEED);
        WORDS.step("measuring the feed alone");
        feed.load(Math.min(seconds, 15));
        Wrk.Load alone = feed.load(Math.min(seconds, 30));
        long heapBefore = heap(server);
        WORDS.step("connecting %,d clients".formatted(clients));
        try (Audience audience = Audience.of(server.address(), clients, seconds)) {
            long heap = (heap(server) - heapBefore) / clients;
            WORDS.step("posting a crud every second for %d s".formatted(seconds));
            double cpu = Processes.cpu(server.pid());
            CompletableFuture<Wrk.Load> beside = CompletableFuture.supplyAsync(() -> feed.load(seconds));
            post(audience, session);
            cpu = (Processes.cpu(server.pid()) - cpu) / seconds;
            return report(audience, alone, beside.join(), heap, cpu);
        }
    }

    private void post(Audience audience, Session session) {
        long begin = System.nanoTime();
        for (int crud = 0; crud < seconds; crud++) {
            pauseUntil(begin + Duration.ofSeconds(crud).toNanos());
            session.execute(POST.formatted(crud));
            audience.posted(crud);
        }
        pauseUntil(System.nanoTime() + Duration.ofSeconds(3).toNanos());
    }

    private static void pauseUntil(long time) {
        Pause.of(Duration.ofNanos(Math.max(0, time - System.nanoTime())));
    }

    /// The bytes of all objects that are in use, after a collection.
    private static long heap(Server server) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        List<String> words = List.of(jcmd, Long.toString(server.pid()), "GC.class_histogram");
        return Long.parseLong(new Command(words, Map.of(), "").find(TOTAL).group(1));
    }

    private String report(Audience audience, Wrk.Load alone, Wrk.Load beside, long heap, double cpu) {
        List<List<String>> rows = List.of(
                row("events that were missed, of %,d".formatted((long) clients * seconds), audience.missed(), "0"),
                row("events that came twice", audience.repeated(), "0"),
                row("from commit to client, median", audience.latency(50) + " ms", ""),
                row("from commit to client, p99", audience.latency(99) + " ms", "at most 1000 ms"),
                row("from commit to client, most", audience.latency(100) + " ms", ""),
                row("heap of the server for each client", heap + " B", "at most 4096 B"),
                row("feed alone, p99", "%.1f ms".formatted(alone.p99()), ""),
                row("feed beside the streams, p99", "%.1f ms".formatted(beside.p99()), ""),
                row("the same ÷ alone", "%.2f".formatted(beside.p99() / alone.p99()), "at most 2"),
                row("processor time of the server", "%.2f s a second".formatted(cpu), ""));
        return new Table(List.of("%,d clients, %d s".formatted(clients, seconds), "Measured", "Wanted"), rows).text();
    }

    private static List<String> row(String name, Object measured, String wanted) {
        return List.of(name, measured.toString(), wanted);
    }
}
