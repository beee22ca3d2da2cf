package cruddur.http;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.http.RateLimit.Kind;
import cruddur.http.RateLimit.Report;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The windows of the rate limit, alone and together with other servers. Ten reads are allowed in each.
class WindowsTest {

    private static final int LIMIT = 10;

    private static final Kind CLIENT = new Kind(Network.of(InetAddress.getLoopbackAddress()), true);

    /// The start of a window, by the clock that the servers share.
    private static final long START = 123 * RateLimit.WINDOW.toMillis();

    private final AtomicLong clock = new AtomicLong(-1);

    private final RateLimit limit = new RateLimit(Clients.behind(""), 1, 1, clock::get);

    @BeforeEach
    void align() {
        limit.align(START);
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private long admitted(int requests) {
        return Stream.generate(() -> limit.rest(CLIENT))
                .limit(requests)
                .filter(rest -> rest.isEmpty())
                .count();
    }

    private void hearOf(int requests) {
        for (Report report : limit.reports(1)) {
            report.total().accept(report.more() + requests);
        }
    }

    @Test
    void each_window_has_a_budget() {
        assertThat(admitted(LIMIT + 5)).isEqualTo(LIMIT);
        pass(RateLimit.WINDOW.minusNanos(1));
        assertThat(admitted(1)).isZero();
        pass(Duration.ofNanos(1));
        assertThat(admitted(LIMIT + 5)).isEqualTo(LIMIT);
        pass(RateLimit.WINDOW.multipliedBy(5));
        assertThat(admitted(LIMIT + 5)).isEqualTo(LIMIT);
    }

    @Test
    void the_requests_of_other_servers_count() {
        assertThat(admitted(3)).isEqualTo(3);
        hearOf(4);
        assertThat(admitted(LIMIT)).isEqualTo(LIMIT - 3 - 4);
        pass(RateLimit.WINDOW);
        assertThat(admitted(LIMIT + 5)).isEqualTo(LIMIT);
    }

    @Test
    void what_several_servers_admitted_beyond_the_budget_is_taken_from_the_next_ones() {
        assertThat(admitted(LIMIT)).isEqualTo(LIMIT);
        hearOf(LIMIT + 4);
        pass(RateLimit.WINDOW);
        assertThat(admitted(LIMIT)).isZero();
        pass(RateLimit.WINDOW);
        assertThat(admitted(LIMIT)).isEqualTo(LIMIT - 4);
        pass(RateLimit.WINDOW);
        assertThat(admitted(LIMIT + 5)).isEqualTo(LIMIT);
    }

    @Test
    void a_request_is_reported_once_and_a_refused_one_not_at_all() {
        admitted(3);
        assertThat(limit.reports(1)).extracting(Report::more).containsExactly(3);
        assertThat(limit.reports(1)).isEmpty();
        admitted(LIMIT);
        assertThat(limit.reports(1)).extracting(Report::more).containsExactly(LIMIT - 3);
        admitted(1);
        assertThat(limit.reports(1)).isEmpty();
    }

    @Test
    void windows_are_counted_by_the_shared_clock() {
        admitted(1);
        assertThat(limit.reports(1)).extracting(Report::window).containsExactly(123L);
        pass(RateLimit.WINDOW);
        admitted(1);
        assertThat(limit.reports(1)).extracting(Report::window).containsExactly(124L);
        limit.align(START + RateLimit.WINDOW.multipliedBy(7).plusMillis(9_000).toMillis());
        admitted(1);
        assertThat(limit.reports(1)).extracting(Report::window).containsExactly(130L);
        pass(Duration.ofSeconds(1));
        admitted(1);
        assertThat(limit.reports(1)).extracting(Report::window).containsExactly(131L);
    }

    @Test
    void before_the_shared_clock_is_known_nothing_is_reported() {
        RateLimit alone = new RateLimit(Clients.behind(""), 1, 1);
        assertThat(alone.rest(CLIENT)).isEmpty();
        assertThat(alone.reports(1)).isEqualTo(List.of());
    }
}
