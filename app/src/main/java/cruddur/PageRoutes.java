package cruddur;

import static cruddur.feeds.Feeds.Format.ATOM;
import static cruddur.feeds.Feeds.Format.JSON;
import static cruddur.http.Route.form;
import static cruddur.http.Route.get;

import cruddur.activities.Activities;
import cruddur.conversations.Conversations;
import cruddur.database.Database;
import cruddur.feeds.Feeds;
import cruddur.growth.Metric;
import cruddur.http.Handler;
import cruddur.http.Reply;
import cruddur.http.Route;
import cruddur.identity.Identity;
import cruddur.moderation.Moderation;
import cruddur.pages.AccountPages;
import cruddur.pages.Assets;
import cruddur.pages.Dashboard;
import cruddur.pages.FeedPages;
import cruddur.pages.Frames;
import cruddur.pages.MessagePages;
import cruddur.pages.ModerationPages;
import cruddur.pages.Pages;
import cruddur.pages.ThreadPages;
import cruddur.reactions.Reactions;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.stream.Stream;

/// The routes for people: a line a route, grouped by page. Of paths that a request fits, the first
/// counts, so `@{handle}` stands before `{uuid}`.
record PageRoutes(SharedParts shared, Features features, Frames frames) {

    PageRoutes(Vertx vertx, SharedParts shared, Features features) {
        this(shared, features, new Frames(vertx, features.database()));
    }

    Stream<Route> all() {
        Database database = features.database();
        Identity identity = features.identity();
        ThreadPages threads = new ThreadPages(database, identity, features.activities(), frames);
        Pages pages = new Pages(database, identity, features.activities(), frames, threads);
        Dashboard dashboard = new Dashboard(database, identity, shared.config().operators(), frames);
        return Stream.of(
                        counted(home(pages)),
                        counted(feeds(new FeedPages(database, identity, features.people(), frames))),
                        counted(threads(threads, pages)),
                        counted(messages(new MessagePages(database, identity, features.conversations(), frames))),
                        counted(moderation(new ModerationPages(database, identity, features.moderation(), frames))),
                        feeds(new Feeds(database)),
                        dashboard(dashboard),
                        assets(),
                        accounts(accountPages(pages, dashboard)))
                .flatMap(List::stream);
    }

    /// Counts the pages that people read.
    private List<Route> counted(List<Route> routes) {
        return routes.stream()
                .map(route ->
                        route.method().equals(HttpMethod.GET) ? route.answeredBy(counted(route.handler())) : route)
                .toList();
    }

    private Handler counted(Handler page) {
        return request -> page.handle(request).onSuccess(this::count);
    }

    private void count(Reply reply) {
        if (isPage(reply)) {
            shared.tally().countToday(Metric.PAGES_READ);
        }
    }

    private static boolean isPage(Reply reply) {
        return switch (reply) {
            case Reply.Cacheable cacheable -> isPage(cacheable.reply());
            case Reply.Static page -> isPage(page.document());
            case Reply.Document page -> page.status() == 200;
            default -> false;
        };
    }

    private Handler cached(Handler handler) {
        return shared.cached(handler);
    }

    private List<Route> home(Pages pages) {
        return List.of(get("/", cached(pages::home)), form("/", pages::post));
    }

    private List<Route> feeds(FeedPages pages) {
        return List.of(
                get("/search", cached(pages::search)),
                get("/tags/{tag}", cached(pages::tag)),
                get("/trends", cached(pages::trends)),
                get("/notifications", pages::notifications),
                form("/notifications/read", Pages.button(features.notifications()::read)),
                get("/@{handle}", cached(pages::profile)),
                form("/@{handle}", pages::updateProfile));
    }

    private List<Route> threads(ThreadPages threads, Pages pages) {
        Reactions reactions = features.reactions();
        Activities activities = features.activities();
        return List.of(
                get("/@{handle}/status/{uuid}", cached(threads::thread)),
                form("/@{handle}/status/{uuid}", pages::reply),
                form("/@{handle}/status/{uuid}/like", Pages.button(reactions::like)),
                form("/@{handle}/status/{uuid}/unlike", Pages.button(reactions::takeLikeBack)),
                form("/@{handle}/status/{uuid}/repost", Pages.button(reactions::repost)),
                form("/@{handle}/status/{uuid}/unrepost", Pages.button(reactions::takeRepostBack)),
                form("/@{handle}/status/{uuid}/ttl", Pages.button(activities::lifetime)),
                get("/@{handle}/status/{uuid}/delete", threads::deleting),
                form("/@{handle}/status/{uuid}/delete", threads::delete),
                get("/status/{uuid}", threads::find));
    }

    private List<Route> messages(MessagePages pages) {
        Conversations conversations = features.conversations();
        return List.of(
                get("/messages", pages::list),
                get("/messages/@{handle}", pages::withPerson),
                form("/messages/@{handle}", pages::send),
                get("/messages/{uuid}", pages::conversation),
                form("/messages/{uuid}/read", Pages.button(conversations::read)),
                form("/messages/{uuid}/delete", Pages.button(conversations::delete)));
    }

    private List<Route> moderation(ModerationPages pages) {
        Moderation moderation = features.moderation();
        return List.of(
                form("/@{handle}/block", Pages.button(moderation::block)),
                form("/@{handle}/unblock", Pages.button(moderation::unblock)),
                get("/@{handle}/status/{uuid}/report", pages::reporting),
                form("/@{handle}/status/{uuid}/report", pages::report));
    }

    private List<Route> feeds(Feeds feeds) {
        return List.of(
                get("/feed.json", cached(feeds.home(JSON))),
                get("/feed.atom", cached(feeds.home(ATOM))),
                get("/@{handle}/feed.json", cached(feeds.person(JSON))),
                get("/@{handle}/feed.atom", cached(feeds.person(ATOM))),
                get("/tags/{tag}/feed.json", cached(feeds.tag(JSON))),
                get("/tags/{tag}/feed.atom", cached(feeds.tag(ATOM))));
    }

    private static List<Route> dashboard(Dashboard dashboard) {
        return List.of(
                get("/dashboard", dashboard::page),
                get("/dashboard/totals.json", dashboard::totalsJson),
                get("/dashboard/totals.csv", dashboard::totalsCsv),
                get("/dashboard/{metric}/days.json", dashboard::daysJson),
                get("/dashboard/{metric}/days.csv", dashboard::daysCsv));
    }

    private static List<Route> assets() {
        return List.of(
                get("/assets/{version}/{name}", Assets::show),
                get("/favicon.ico", _ -> Assets.at("favicon.svg")),
                get("/robots.txt", _ -> Assets.at("robots.txt")),
                get("/manifest.webmanifest", _ -> Assets.at("manifest.webmanifest")));
    }

    private static List<Route> accounts(AccountPages pages) {
        return List.of(
                get("/sign-up", Pages.offLoop(pages::signingUp)),
                form("/sign-up", Pages.offLoop(pages::signUp)),
                get("/confirm", Pages.offLoop(pages::confirming)),
                form("/confirm", Pages.offLoop(pages::confirm)),
                form("/resend", Pages.offLoop(pages::resend)),
                get("/sign-in", Pages.offLoop(pages::signingIn)),
                form("/sign-in", Pages.offLoop(pages::signIn)),
                get("/recover", Pages.offLoop(pages::recovering)),
                form("/recover", Pages.offLoop(pages::recover)),
                get("/reset", Pages.offLoop(pages::resetting)),
                form("/reset", Pages.offLoop(pages::reset)),
                get("/account", Pages.offLoop(pages::account)),
                get("/account/password", Pages.offLoop(pages::changingPassword)),
                get("/.well-known/change-password", AccountPages::passwordPage),
                form("/account/password", Pages.offLoop(pages::changePassword)),
                get("/account/delete", Pages.offLoop(pages::deleting)),
                form("/account/delete", Pages.offLoop(pages::delete)),
                get("/account/deleted", Pages.offLoop(pages::deleted)),
                form("/sign-out", Pages.offLoop(pages::signOut)));
    }

    private AccountPages accountPages(Pages home, Dashboard dashboard) {
        return new AccountPages(
                features.accounts(),
                features.ownAccount(),
                features.identity(),
                features.database(),
                home,
                frames,
                dashboard);
    }
}
