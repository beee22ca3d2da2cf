package cruddur;

import static cruddur.feeds.Feeds.Format.ATOM;
import static cruddur.feeds.Feeds.Format.JSON;
import static cruddur.http.Handler.offLoop;
import static cruddur.http.Route.delete;
import static cruddur.http.Route.form;
import static cruddur.http.Route.get;
import static cruddur.http.Route.post;
import static cruddur.http.Route.put;

import cruddur.accounts.Accounts;
import cruddur.accounts.Auth;
import cruddur.accounts.OwnAccount;
import cruddur.activities.Activities;
import cruddur.cache.AnonymousCache;
import cruddur.conversations.Conversations;
import cruddur.database.Database;
import cruddur.feeds.Feeds;
import cruddur.growth.Metric;
import cruddur.growth.Tally;
import cruddur.health.Health;
import cruddur.http.Attempts;
import cruddur.http.Drain;
import cruddur.http.Handler;
import cruddur.http.Reply;
import cruddur.http.Route;
import cruddur.identity.Identity;
import cruddur.identity.Sessions;
import cruddur.identity.Tokens;
import cruddur.lambda.PostConfirmation;
import cruddur.live.Live;
import cruddur.live.Subscribers;
import cruddur.localcognito.CognitoEndpoint;
import cruddur.localcognito.LocalPool;
import cruddur.moderation.Moderation;
import cruddur.notifications.Notifications;
import cruddur.pages.AccountPages;
import cruddur.pages.Assets;
import cruddur.pages.Dashboard;
import cruddur.pages.FeedPages;
import cruddur.pages.Frames;
import cruddur.pages.MessagePages;
import cruddur.pages.ModerationPages;
import cruddur.pages.Pages;
import cruddur.pages.ThreadPages;
import cruddur.people.People;
import cruddur.reactions.Reactions;
import cruddur.reference.Reference;
import cruddur.userpool.CognitoClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes the parts of one event loop, and lists what the server answers: a line a route, grouped by
/// resource. Of paths that a request fits, the first counts, so `@{handle}` stands before `{uuid}`.
///
/// @param tokens who believes tokens, if there is a user pool
/// @param localPool the built-in pool, if it is on
/// @param attempts of the whole server
/// @param tally of the whole server
/// @param cache of the whole server
/// @param drain of the whole server
record Wiring(
        Vertx vertx,
        Config config,
        Optional<Tokens> tokens,
        Optional<LocalPool> localPool,
        Attempts attempts,
        Tally tally,
        AnonymousCache cache,
        Drain drain) {

    /// @param subscribers to live streams
    List<Route> routes(Database database, Subscribers subscribers) {
        CognitoClient cognito = new CognitoClient(vertx, config.pool());
        Sessions sessions = new Sessions(database, cognito);
        Identity identity = new Identity(database, tokens, cognito, sessions, tally);
        Accounts accounts = new Accounts(database, cognito, identity, sessions, attempts, config.clients());
        OwnAccount ownAccount = new OwnAccount(database, cognito, identity, sessions, attempts, config.clients());
        Activities activities = new Activities(database, identity, tally);
        People people = new People(database, identity);
        Reactions reactions = new Reactions(database, identity, tally);
        Notifications notifications = new Notifications(database, identity);
        Conversations conversations = new Conversations(database, identity, tally);
        Moderation moderation = new Moderation(database, identity);
        Frames frames = new Frames(vertx, database);
        ThreadPages threadPages = new ThreadPages(database, identity, activities, frames);
        Pages pages = new Pages(database, identity, activities, frames, threadPages);
        Dashboard dashboard = new Dashboard(database, identity, config.operators(), frames);
        return Stream.of(
                        counted(pages(pages)),
                        counted(feedPages(new FeedPages(database, identity, people, frames), notifications)),
                        counted(threadPages(threadPages, pages, activities, reactions)),
                        counted(messagePages(
                                new MessagePages(database, identity, conversations, frames), conversations)),
                        counted(moderationPages(
                                new ModerationPages(database, identity, moderation, frames), moderation)),
                        feeds(new Feeds(database)),
                        dashboard(dashboard),
                        assets(),
                        accountPages(
                                new AccountPages(accounts, ownAccount, identity, database, pages, frames, dashboard)),
                        operations(new Health(database, drain), new Reference(vertx)),
                        toPeople(people(people), identity),
                        toPeople(activities(activities, new Live(subscribers, identity)), identity),
                        toPeople(reactions(reactions), identity),
                        toPeople(notifications(notifications), identity),
                        toPeople(conversations(conversations), identity),
                        toPeople(moderation(moderation), identity),
                        auth(new Auth(accounts, ownAccount, identity, database), identity),
                        userPool(database, sessions))
                .flatMap(List::stream)
                .toList();
    }

    /// Strangers may read all of these and write none, so the bodies that they send are not read.
    private static List<Route> toPeople(List<Route> routes, Identity identity) {
        return routes.stream().map(route -> route.behind(identity::person)).toList();
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
            tally.countToday(Metric.PAGES_READ);
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

    /// What strangers get here is the same for all of them.
    private Handler cached(Handler handler) {
        return cache.around(handler);
    }

    private List<Route> pages(Pages pages) {
        return List.of(get("/", cached(pages::home)), form("/", pages::post));
    }

    private List<Route> feedPages(FeedPages pages, Notifications notifications) {
        return List.of(
                get("/search", cached(pages::search)),
                get("/tags/{tag}", cached(pages::tag)),
                get("/trends", cached(pages::trends)),
                get("/notifications", pages::notifications),
                form("/notifications/read", Pages.button(notifications::read)),
                get("/@{handle}", cached(pages::profile)),
                form("/@{handle}", pages::updateProfile));
    }

    private List<Route> threadPages(ThreadPages threads, Pages pages, Activities activities, Reactions reactions) {
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

    private static List<Route> messagePages(MessagePages pages, Conversations conversations) {
        return List.of(
                get("/messages", pages::list),
                get("/messages/@{handle}", pages::withPerson),
                form("/messages/@{handle}", pages::send),
                get("/messages/{uuid}", pages::conversation),
                form("/messages/{uuid}/read", Pages.button(conversations::read)),
                form("/messages/{uuid}/delete", Pages.button(conversations::delete)));
    }

    private static List<Route> moderationPages(ModerationPages pages, Moderation moderation) {
        return List.of(
                form("/@{handle}/block", Pages.button(moderation::block)),
                form("/@{handle}/unblock", Pages.button(moderation::unblock)),
                get("/@{handle}/status/{uuid}/report", pages::reporting),
                form("/@{handle}/status/{uuid}/report", pages::report));
    }

    private static List<Route> dashboard(Dashboard dashboard) {
        return List.of(
                get("/dashboard", dashboard::page),
                get("/dashboard/totals.json", dashboard::totalsJson),
                get("/dashboard/totals.csv", dashboard::totalsCsv),
                get("/dashboard/{metric}/days.json", dashboard::daysJson),
                get("/dashboard/{metric}/days.csv", dashboard::daysCsv));
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

    private static List<Route> assets() {
        return List.of(
                get("/assets/{version}/{name}", Assets::show),
                get("/favicon.ico", _ -> Assets.at("favicon.svg")),
                get("/robots.txt", _ -> Assets.at("robots.txt")),
                get("/manifest.webmanifest", _ -> Assets.at("manifest.webmanifest")));
    }

    private static List<Route> accountPages(AccountPages pages) {
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
                form("/account/password", Pages.offLoop(pages::changePassword)),
                get("/account/delete", Pages.offLoop(pages::deleting)),
                form("/account/delete", Pages.offLoop(pages::delete)),
                get("/account/deleted", Pages.offLoop(pages::deleted)),
                form("/sign-out", Pages.offLoop(pages::signOut)));
    }

    private static List<Route> operations(Health health, Reference reference) {
        return List.of(
                get("/livez", health::alive),
                get("/readyz", health::ready),
                get("/api/health-check", health::alive),
                get("/api", reference::page),
                get("/api/openapi.yaml", reference::document));
    }

    private List<Route> activities(Activities activities, Live live) {
        return List.of(
                get("/api/activities/home", cached(activities::home)),
                get("/api/activities/home/live", live::home),
                get("/api/activities/search", cached(activities::search)),
                get("/api/activities/@{handle}/status/{uuid}", cached(activities::status)),
                get("/api/activities/{uuid}", cached(activities::show)),
                post("/api/activities", activities::create),
                post("/api/activities/{uuid}/reply", activities::reply),
                put("/api/activities/{uuid}/ttl", activities::lifetime),
                delete("/api/activities/{uuid}", activities::delete),
                get("/api/trends", cached(activities::trends)));
    }

    private static List<Route> reactions(Reactions reactions) {
        return List.of(
                put("/api/activities/{uuid}/like", reactions::like),
                delete("/api/activities/{uuid}/like", reactions::takeLikeBack),
                put("/api/activities/{uuid}/repost", reactions::repost),
                delete("/api/activities/{uuid}/repost", reactions::takeRepostBack));
    }

    private static List<Route> notifications(Notifications notifications) {
        return List.of(
                get("/api/activities/notifications", notifications::newest),
                put("/api/activities/notifications/read", notifications::read));
    }

    private static List<Route> conversations(Conversations conversations) {
        return List.of(
                get("/api/message_groups", conversations::groups),
                get("/api/messages/@{handle}", conversations::messagesWith),
                get("/api/messages/{uuid}", conversations::messages),
                post("/api/messages", conversations::send),
                delete("/api/messages/{uuid}", conversations::delete),
                put("/api/messages/{uuid}/read", conversations::read));
    }

    private static List<Route> moderation(Moderation moderation) {
        return List.of(
                put("/api/users/@{handle}/block", moderation::block),
                delete("/api/users/@{handle}/block", moderation::unblock),
                put("/api/activities/{uuid}/report", moderation::report));
    }

    private List<Route> people(People people) {
        return List.of(
                get("/api/activities/@{handle}", cached(people::profile)),
                get("/api/users/suggested", cached(people::suggested)),
                get("/api/users/@{handle}/short", people::inShort),
                put("/api/profile/update", people::update),
                post("/api/profile/update", people::update));
    }

    private static List<Route> auth(Auth auth, Identity identity) {
        return List.of(
                post("/api/auth/sign-up", offLoop(auth::signUp)),
                post("/api/auth/confirm", offLoop(auth::confirm)),
                post("/api/auth/resend", offLoop(auth::resend)),
                post("/api/auth/sign-in", offLoop(auth::signIn)),
                post("/api/auth/refresh", offLoop(auth::refresh)),
                post("/api/auth/sign-out", offLoop(auth::signOut)),
                post("/api/auth/forgot", offLoop(auth::forgot)),
                post("/api/auth/reset", offLoop(auth::reset)),
                post("/api/auth/password", offLoop(auth::changePassword)).behind(identity::person),
                get("/api/auth/me", auth::me),
                get("/api/account/export", auth::export),
                delete("/api/account", offLoop(auth::delete)).behind(identity::person));
    }

    private List<Route> userPool(Database database, Sessions sessions) {
        return localPool
                .map(local -> new CognitoEndpoint(
                                database,
                                local,
                                config.pool().orElseThrow(),
                                config.clients(),
                                new PostConfirmation(config.database())::handle,
                                sessions::endAllOfAccount)
                        .routes())
                .orElseGet(() -> CognitoEndpoint.closed(config.pool()));
    }
}
