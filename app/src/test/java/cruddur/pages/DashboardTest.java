package cruddur.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import cruddur.testing.Cluster;
import cruddur.testing.Contract;
import cruddur.testing.Json;
import cruddur.testing.Sql;
import cruddur.testing.TestPool;
import cruddur.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The dashboard, compared with statements written by hand over a random world. Ada is an operator.
@TestInstance(Lifecycle.PER_CLASS)
class DashboardTest {

    private static final String METRICS =
            "people_joined, cruds, replies, likes, reposts, conversations, people_active, pages_read";

    private final TestServer server = TestServer.on(Cluster.NEWEST.seeded());
    private final Sql sql = server.sql();

    @BeforeAll
    void fill() {
        Random random = new Random(17);
        sql.run("delete from metrics");
        for (String metric : METRICS.split(", ", -1)) {
            for (int ago = 0; ago < 120; ago += 1 + random.nextInt(3)) {
                sql.run(
                        "insert into metrics (metric, day, value, version, recounted)"
                                + " values (?, (now() at time zone 'UTC')::date - ?, ?, 1, ?)",
                        metric,
                        ago,
                        random.nextInt(1_000),
                        random.nextInt(1_000));
            }
        }
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private HttpResponse<String> ada(String path) {
        return server.send(server.requestBySeed("ada", path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dashboard",
                "/dashboard/totals.json",
                "/dashboard/totals.csv",
                "/dashboard/likes/days.json",
                "/dashboard/likes/days.csv"
            })
    void there_is_nothing_for_others(String path) {
        assertThat(server.get(path).statusCode()).isEqualTo(404);
        assertThat(server.send(server.requestBySeed("bao", path)).statusCode()).isEqualTo(404);
        assertThat(server.send(server.request(path).header("Authorization", "Bearer x"))
                        .statusCode())
                .isEqualTo(404);
        HttpResponse<String> forOperators = ada(path);
        assertThat(forOperators.statusCode()).isEqualTo(200);
        assertThat(forOperators.headers().firstValue("cache-control")).contains("no-store");
    }

    @Test
    void a_group_of_the_user_pool_may_see_it() {
        for (String group : List.of("operators", "readers")) {
            String token = TestPool.sign(
                    TestPool.KEY,
                    server.pool()
                            .claims("seed-bao")
                            .claim("cognito:groups", List.of("others", group))
                            .build());

            assertThat(server.send(server.request("/dashboard").header("Authorization", "Bearer " + token))
                            .statusCode())
                    .as(group)
                    .isEqualTo(group.equals("operators") ? 200 : 404);
        }
    }

    @Test
    void a_session_of_a_person_in_the_group_may_see_it_until_the_person_leaves() throws IOException {
        server.pool().answersCalls(exchange -> answerSignIn(exchange, List.of("operators")));
        HttpResponse<String> signIn = server.send(server.request("/api/auth/sign-in")
                .POST(BodyPublishers.ofString(Json.object("email", "bao@example.com", "password", "x"))));
        String cookie = signIn.headers().firstValue("set-cookie").orElseThrow().replaceFirst(";.*", "");
        assertThat(dashboardBy(cookie)).isEqualTo(200);

        server.pool().answersCalls(exchange -> answerSignIn(exchange, List.of()));
        sql.run("update sessions set renew_at = now() - interval '1 second'");
        server.send(server.request("/api/auth/me").header("Cookie", cookie));
        assertThat(dashboardBy(cookie)).isEqualTo(404);
    }

    private int dashboardBy(String cookie) {
        return server.send(server.request("/dashboard").header("Cookie", cookie))
                .statusCode();
    }

    private void answerSignIn(HttpExchange exchange, List<String> groups) throws IOException {
        String token = TestPool.sign(
                TestPool.KEY,
                server.pool()
                        .claims("seed-bao")
                        .claim("token_use", "id")
                        .audience(TestPool.CLIENT_ID)
                        .claim("email", "bao@example.com")
                        .claim("cognito:groups", groups)
                        .build());
        byte[] answer = """
                {"AuthenticationResult": {"AccessToken": "a", "IdToken": "%s", "RefreshToken": "r", "ExpiresIn": 3600}}
                """.formatted(token).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @ParameterizedTest
    @CsvSource({"'', 30", "?days=7, 7", "?days=30, 30", "?days=90, 90", "?days=8, 30", "?days=x, 30"})
    void a_chart_has_the_numbers_of_its_days(String query, int days) {
        for (String metric : METRICS.split(", ", -1)) {
            compare(() -> hasTheNumbers(metric, query, days));
        }
    }

    private void hasTheNumbers(String metric, String query, int days) {
        List<String> expected = byHand(metric, days);
        String page = ada("/dashboard" + query).body();
        assertThat(found(page, "<rect class=\"bar\" x[^>]*><title>([-0-9]{10}: [0-9]+)</title>"))
                .containsSubsequence(
                        expected.stream().map(row -> row.replace(",", ": ")).toList());
        assertThat(ada("/dashboard/" + metric + "/days.csv" + query).body())
                .isEqualTo("day," + metric + "\r\n" + String.join("\r\n", expected) + "\r\n");
        assertThat(Contract.json(
                        ada("/dashboard/" + metric + "/days.json" + query).body()))
                .map(day -> day.get("day").asText() + "," + day.get("value").asLong())
                .isEqualTo(expected);
    }

    /// Compares anew if the server has written what it counted, or a day has ended, in the middle.
    private void compare(Runnable comparison) {
        String before = counted();
        try {
            comparison.run();
        } catch (AssertionError e) {
            if (counted().equals(before)) {
                throw e;
            }
            compare(comparison);
        }
    }

    private String counted() {
        return sql.value("select (now() at time zone 'UTC')::date || sum(value)::text from metrics");
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 30, 90})
    void a_period_is_compared_with_the_one_before(int days) {
        compare(() -> isComparedWithTheOneBefore(days));
    }

    private void isComparedWithTheOneBefore(int days) {
        String page = ada("/dashboard?days=" + days).body();
        for (String metric : METRICS.split(", ", -1)) {
            boolean isOfPeople = metric.equals("people_active");
            String aggregate = isOfPeople ? "max" : "sum";
            assertThat(page)
                    .contains(">%s %s, %s in the %d days before<"
                            .formatted(
                                    over(metric, aggregate, 0, days),
                                    isOfPeople ? "on the best day" : "in all",
                                    over(metric, aggregate, days, days),
                                    days));
        }
    }

    /// An aggregate of so many days, of which the last was so many days ago.
    private String over(String metric, String aggregate, int ago, int days) {
        return sql.value(
                "select to_char(coalesce(" + aggregate + "(greatest(value, recounted)), 0), 'FM9,999,990') from metrics"
                        + " where metric = ? and (now() at time zone 'UTC')::date - day between ? and ?",
                metric,
                ago,
                ago + days - 1);
    }

    /// The days of a metric, oldest first.
    private List<String> byHand(String metric, int days) {
        return sql.run("""
                with recursive days as (
                  select (now() at time zone 'UTC')::date as day
                  union all
                  select day - 1 from days where day > (now() at time zone 'UTC')::date - ? + 1)
                select day || ',' || coalesce((
                  select case when value > recounted then value else recounted end
                  from metrics where metrics.day = days.day and metric = ?), 0)
                from days order by day""", days, metric);
    }

    @Test
    void the_totals_are_those_of_the_tables() {
        compare(this::hasTheTotals);
    }

    private void hasTheTotals() {
        var totals = Contract.json(ada("/dashboard/totals.json").body());

        assertThat(totals.get("people").asText()).isEqualTo(sql.value("select count(*) from users"));
        assertThat(totals.get("likes").asText()).isEqualTo(ever("likes"));
        assertThat(totals.get("replies").asText()).isEqualTo(ever("replies"));
        assertThat(totals.get("cruds").asText()).isEqualTo(ever("cruds"));
        assertThat(totals.get("living").asText())
                .isEqualTo(sql.value("select count(*) from activities where reply_to_activity_uuid is null"
                        + " and (expires_at is null or expires_at > now())"));
        assertThat(totals.get("removed").asLong())
                .isEqualTo(totals.get("cruds").asLong() - totals.get("living").asLong());
        assertThat(ada("/dashboard/totals.csv").body())
                .startsWith("people,cruds,replies,likes,reposts,living,removed,awaiting,lag_seconds\r\n"
                        + totals.get("people") + "," + totals.get("cruds") + "," + totals.get("replies") + ",");
        assertThat(ada("/dashboard").body())
                .contains(
                        sql.value(
                                "select '<dd>' || to_char(?, 'FM999,999') || '</dd>'",
                                totals.get("cruds").asLong()),
                        "<b>" + totals.get("living") + "</b> living cruds");
    }

    private String ever(String metric) {
        return sql.value("select sum(greatest(value, recounted)) from metrics where metric = ?", metric);
    }

    @Test
    void each_chart_says_what_it_shows_and_has_a_table() {
        String page = ada("/dashboard?days=7").body();

        assertThat(found(page, "<desc id=\"[a-z_]+-text\">(7 bars, one for each UTC day[^<]+)</desc>"))
                .hasSize(8);
        assertThat(found(page, "<tr><th scope=\"row\">([-0-9]{10})</th>")).hasSize(8 * 7);
        assertThat(page).doesNotContain("style=", "<script>");
    }

    @Test
    void no_bar_is_higher_than_its_axis_and_the_highest_is_higher_than_a_third() {
        String page = ada("/dashboard?days=90").body();
        List<Double> heights = found(page, "<rect class=\"bar\" x[^>]*height=\"([0-9.]+)%\"").stream()
                .map(Double::valueOf)
                .toList();

        assertThat(heights).hasSize(8 * 90).allMatch(height -> height >= 0 && height <= 100);
        assertThat(heights.stream().mapToDouble(height -> height).max().orElseThrow())
                .isGreaterThan(33);
    }

    @Test
    void an_unknown_metric_has_no_numbers() {
        assertThat(ada("/dashboard/riches/days.csv").statusCode()).isEqualTo(404);
        assertThat(ada("/dashboard/riches/days.json").statusCode()).isEqualTo(404);
    }

    private static List<String> found(String page, String pattern) {
        return Pattern.compile(pattern)
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
