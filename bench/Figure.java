package bench;

import java.util.List;

/// A measured quantity.
///
/// @param subject its heading in the report
record Figure(Subject subject, String name, String unit) {

    enum Subject {
        FEED("Home feed"),
        PAGE("Home page"),
        SIGNED_IN("Home feed of a signed-in reader"),
        CACHED("Home page and feed from the cache"),
        SHARED("Home feed shared through Redis"),
        HEALTH("Answer from memory, for scale"),
        GROWTH("Growth of the home feed"),
        CREATE("New crud"),
        THREAD("Thread"),
        PROFILE("Profile"),
        SEARCH("Search"),
        CONVERSATIONS("Conversations"),
        CONVERSATION("Messages of a conversation"),
        LIKE("Like"),
        MESSAGE("New message"),
        MIXED("All of it, mixed"),
        STRANGERS("Strangers and a few writers"),
        SERVERS("New cruds on one and on two servers"),
        BESIDE("Search beside the feed"),
        FUNCTION("Post confirmation function"),
        PROCESS("Process of the server");

        private final String heading;

        Subject(String heading) {
            this.heading = heading;
        }

        @Override
        public String toString() {
            return heading;
        }
    }

    static final String BY_COOKIE = "Cruddur by cookie, 64 connections";
    static final String FEED_ALONE = "feed alone, 16 connections";
    static final String FEED_BESIDE = "feed beside search, 16 connections";
    static final String SEARCH_BESIDE = "search beside feed, 2 connections";

    static final String MISS = "miss, from PostgreSQL after Redis had none";
    static final String SHARED_HIT = "hit in Redis";
    static final String OWN_HIT = "hit in memory";
    static final String ALONE = "miss without Redis, from PostgreSQL";
    static final List<String> SHARED_KINDS = List.of(MISS, SHARED_HIT, OWN_HIT, ALONE);

    static final String ONE_SERVER = "one server, 64 writers";
    static final String TWO_SERVERS = "two servers, 32 writers each";

    static final Figure CACHED_FEED = served(Subject.CACHED, "feed (JSON), 64 connections");
    static final Figure FIXED_FEED = served(Subject.CACHED, "the same bytes, fixed");
    static final Figure NGINX_FEED = served(Subject.CACHED, "the same bytes, from a file by nginx");
    static final Figure CACHED_PAGE = served(Subject.CACHED, "page (HTML), 64 connections");
    static final Figure FIXED_PAGE = served(Subject.CACHED, "the page's bytes, fixed");
    static final Figure NGINX_PAGE = served(Subject.CACHED, "the page's bytes, from a file by nginx");

    static final Figure READY = new Figure(Subject.PROCESS, "from start to ready", "s");
    static final Figure IDLE_COMMAND = new Figure(Subject.PROCESS, "a command that does nothing", "s");
    static final Figure MEMORY = new Figure(Subject.PROCESS, "memory after a load (VmRSS)", "MiB");
    static final Figure MOST_MEMORY = new Figure(Subject.PROCESS, "most memory until then (VmHWM)", "MiB");

    static final Figure COLD = new Figure(Subject.FUNCTION, "cold: from start to ready", "ms");
    static final Figure FIRST = new Figure(Subject.FUNCTION, "first call", "ms");
    static final Figure WARM = new Figure(Subject.FUNCTION, "warm call, p50", "ms");
    static final Figure WARM_P99 = new Figure(Subject.FUNCTION, "warm call, p99", "ms");

    /// The rate of PostgreSQL without the server.
    static Figure alone(Subject subject, int clients) {
        return new Figure(subject, "PostgreSQL alone, " + clients + " clients", "per second");
    }

    static Figure served(Subject subject) {
        return served(subject, "Cruddur, 64 connections");
    }

    static Figure served(Subject subject, String what) {
        return new Figure(subject, what, "per second");
    }

    static Figure latency(Subject subject, int percentile) {
        return latency(subject, "Cruddur", percentile);
    }

    static Figure latency(Subject subject, String what, int percentile) {
        return new Figure(subject, what + ", p" + percentile, "ms");
    }

    static Figure cpu(Subject subject, String process) {
        return new Figure(subject, "CPU of " + process, "µs a request");
    }

    /// Of what answers the requests.
    static Figure cpu(Subject subject) {
        return cpu(subject, "server and PostgreSQL");
    }

    static Figure growth(World world, Page page) {
        return new Figure(Subject.GROWTH, page + " of " + world, "ms");
    }
}
