package cruddur;

import static cruddur.http.Handler.offLoop;
import static cruddur.http.Route.delete;
import static cruddur.http.Route.get;
import static cruddur.http.Route.post;
import static cruddur.http.Route.put;

import cruddur.accounts.Auth;
import cruddur.activities.Activities;
import cruddur.conversations.Conversations;
import cruddur.health.Health;
import cruddur.http.Handler;
import cruddur.http.Route;
import cruddur.lambda.PostConfirmation;
import cruddur.live.Live;
import cruddur.live.Subscribers;
import cruddur.localcognito.CognitoEndpoint;
import cruddur.localcognito.LocalPool;
import cruddur.moderation.Moderation;
import cruddur.notifications.Notifications;
import cruddur.people.People;
import cruddur.reactions.Reactions;
import cruddur.reference.Reference;
import java.util.List;
import java.util.stream.Stream;

/// The routes for programs: a line a route, grouped by resource. Of paths that a request fits, the
/// first counts, so `@{handle}` stands before `{uuid}`.
///
/// @param subscribers to live streams
record ApiRoutes(SharedParts shared, Features features, Subscribers subscribers) {

    Stream<Route> all() {
        return Stream.of(
                        operations(),
                        toPeople(people()),
                        toPeople(activities()),
                        toPeople(reactions()),
                        toPeople(notifications()),
                        toPeople(conversations()),
                        toPeople(moderation()),
                        auth(),
                        userPool())
                .flatMap(List::stream);
    }

    /// Strangers may read all of these and write none, so the bodies that they send are not read.
    private List<Route> toPeople(List<Route> routes) {
        return routes.stream()
                .map(route -> route.behind(features.identity()::person))
                .toList();
    }

    private Handler cached(Handler handler) {
        return shared.cached(handler);
    }

    private List<Route> operations() {
        Health health = new Health(features.database(), shared.shares().drain());
        return List.of(
                get("/livez", health::alive),
                get("/readyz", health::ready),
                get("/api/health-check", health::alive),
                get("/api", Reference::page),
                get("/api/openapi.yaml", Reference::document));
    }

    private List<Route> people() {
        People people = features.people();
        return List.of(
                get("/api/activities/@{handle}", cached(people::profile)),
                get("/api/users/suggested", cached(people::suggested)),
                get("/api/users/@{handle}/short", people::inShort),
                put("/api/profile/update", people::update),
                post("/api/profile/update", people::update));
    }

    private List<Route> activities() {
        Activities activities = features.activities();
        Live live = new Live(subscribers, features.identity());
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

    private List<Route> reactions() {
        Reactions reactions = features.reactions();
        return List.of(
                put("/api/activities/{uuid}/like", reactions::like),
                delete("/api/activities/{uuid}/like", reactions::takeLikeBack),
                put("/api/activities/{uuid}/repost", reactions::repost),
                delete("/api/activities/{uuid}/repost", reactions::takeRepostBack));
    }

    private List<Route> notifications() {
        Notifications notifications = features.notifications();
        return List.of(
                get("/api/activities/notifications", notifications::newest),
                put("/api/activities/notifications/read", notifications::read));
    }

    private List<Route> conversations() {
        Conversations conversations = features.conversations();
        return List.of(
                get("/api/message_groups", conversations::groups),
                get("/api/messages/@{handle}", conversations::messagesWith),
                get("/api/messages/{uuid}", conversations::messages),
                post("/api/messages", conversations::send),
                delete("/api/messages/{uuid}", conversations::delete),
                put("/api/messages/{uuid}/read", conversations::read));
    }

    private List<Route> moderation() {
        Moderation moderation = features.moderation();
        return List.of(
                put("/api/users/@{handle}/block", moderation::block),
                delete("/api/users/@{handle}/block", moderation::unblock),
                put("/api/activities/{uuid}/report", moderation::report));
    }

    private List<Route> auth() {
        Auth auth = new Auth(features.accounts(), features.ownAccount(), features.identity(), features.database());
        return List.of(
                post("/api/auth/sign-up", offLoop(auth::signUp)),
                post("/api/auth/confirm", offLoop(auth::confirm)),
                post("/api/auth/resend", offLoop(auth::resend)),
                post("/api/auth/sign-in", offLoop(auth::signIn)),
                post("/api/auth/refresh", offLoop(auth::refresh)),
                post("/api/auth/sign-out", offLoop(auth::signOut)),
                post("/api/auth/forgot", offLoop(auth::forgot)),
                post("/api/auth/reset", offLoop(auth::reset)),
                post("/api/auth/password", offLoop(auth::changePassword)).behind(features.identity()::person),
                get("/api/auth/me", auth::me),
                get("/api/account/export", auth::export),
                delete("/api/account", offLoop(auth::delete)).behind(features.identity()::person));
    }

    private List<Route> userPool() {
        Config config = shared.config();
        return shared.localPool()
                .map(local -> userPool(local, config).routes())
                .orElseGet(() -> CognitoEndpoint.closed(config.pool()));
    }

    private CognitoEndpoint userPool(LocalPool local, Config config) {
        return new CognitoEndpoint(
                features.database(),
                local,
                config.pool().orElseThrow(),
                config.limits().clients(),
                new PostConfirmation(config.logins().primary())::handle,
                features.sessions()::endAllOfAccount);
    }
}
