package cruddur.pages;

import cruddur.database.Database;
import cruddur.growth.Metric;
import cruddur.http.RefusedException;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import cruddur.identity.Operators;
import cruddur.sql.BoundQuery;
import cruddur.sql.Query;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// The dashboard of the growth metrics, for operators. For all others there is nothing at its addresses.
public final class Dashboard {

    private static final Query TOTALS = Query.load("metrics/totals");
    private static final Query TOTALS_JSON = Query.load("metrics/totals_json");
    private static final Query TOTALS_CSV = Query.load("metrics/totals_csv");
    private static final Query CHARTS = Query.load("metrics/chart");
    private static final Query ONE = Query.load("metrics/one");
    private static final Query ONE_CSV = Query.load("metrics/one_csv");

    private static final String JSON = "application/json; charset=utf-8";
    private static final String CSV = "text/csv; charset=utf-8; header=present";

    private static final int DAYS = 30;
    private static final Set<String> PERIODS = Set.of("7", "30", "90");

    private final Database database;
    private final Identity identity;
    private final Operators operators;
    private final Frames frames;

    public Dashboard(Database database, Identity identity, Operators operators, Frames frames) {
        this.database = database;
        this.identity = identity;
        this.operators = operators;
        this.frames = frames;
    }

    /// Whether there is a dashboard for this person, who sent the request.
    Future<Boolean> isFor(UUID person, Request request) {
        return operators.include(person, request, identity, database);
    }

    public Future<Reply> page(Request request) {
        int days = days(request);
        return forOperators(
                request,
                operator -> Future.all(
                                frames.of(Place.ELSEWHERE, Optional.of(operator)),
                                database.searches().rows(TOTALS.bare()),
                                database.searches().rows(CHARTS.with("days", days)))
                        .map(found -> DashboardPage.of(found.resultAt(0), days, found.resultAt(1), found.resultAt(2)))
                        .map(page -> Html.framed(200, "dashboard.jte", page.frame(), page, Map.of())));
    }

    public Future<Reply> totalsJson(Request request) {
        return forOperators(
                request,
                _ -> database.searches().object(TOTALS_JSON.bare()).map(json -> exported("totals.json", JSON, json)));
    }

    public Future<Reply> totalsCsv(Request request) {
        return forOperators(request, _ -> csv(TOTALS_CSV.bare(), "totals.csv"));
    }

    /// One metric, day by day.
    public Future<Reply> daysJson(Request request) {
        return forOperators(
                request,
                _ -> database.searches()
                        .array(ONE.with("days", days(request)).with("metric", metric(request)))
                        .map(page -> exported(metric(request) + ".json", JSON, page.items())));
    }

    public Future<Reply> daysCsv(Request request) {
        return forOperators(
                request,
                _ -> csv(
                        ONE_CSV.with("days", days(request)).with("metric", metric(request)), metric(request) + ".csv"));
    }

    private Future<Reply> csv(BoundQuery query, String name) {
        return database.searches()
                .rows(query)
                .map(rows ->
                        exported(name, CSV, Buffer.buffer(rows.iterator().next().getString("csv"))));
    }

    private static Reply exported(String name, String type, Buffer content) {
        return new Reply.Document(
                type,
                content,
                Map.of("Cache-Control", "no-store", "Content-Disposition", "attachment; filename=\"" + name + "\""));
    }

    private Future<Reply> forOperators(Request request, Function<UUID, Future<Reply>> answer) {
        return identity.readerOrStranger(request)
                .map(reader -> reader.orElseThrow(Dashboard::nothing))
                .compose(person -> isFor(person, request)
                        .compose(isOne -> isOne ? answer.apply(person) : Future.failedFuture(nothing())))
                .recover(Pages::sorry);
    }

    private static RefusedException nothing() {
        return new RefusedException(Reply.NOT_FOUND);
    }

    /// The number of days in the address, if the dashboard offers it.
    private static int days(Request request) {
        return request.query("days")
                .filter(PERIODS::contains)
                .map(Integer::valueOf)
                .orElse(DAYS);
    }

    private static String metric(Request request) {
        return Metric.named(request.parameters().getOrDefault("metric", ""))
                .map(Metric::key)
                .orElseThrow(Dashboard::nothing);
    }
}
