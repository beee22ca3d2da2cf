package cruddur.model;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.model.Step.Kind;
import cruddur.model.World.Activity;
import cruddur.model.World.Person;
import cruddur.sql.Query;
import cruddur.testing.TestServer;

import io.vertx.core.json.JsonObject;

import org.jspecify.annotations.Nullable;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Takes steps in the real world and in the model at once.
final class Replay {

    private static final Query PURGE = Query.load("activities/purge");

    private static final String NOWHERE = "00000000-0000-4000-8000-000000000000";

    private final TestServer server;
    private final Api api;
    private final World world;
    private final Map<Integer, Activity> made = new HashMap<>();

    Replay(TestServer server, Api api) {
        this.server = server;
        this.api = api;
        this.world =
                new World(
                        Step.PEOPLE.stream()
                                .map(this::person)
                                .collect(Collectors.toMap(Person::handle, Function.identity())));
    }

    private Person person(String handle) {
        JsonObject profile =
                new JsonObject(api.get("/api/activities/@" + handle).body())
                        .getJsonObject("profile");
        return new Person(handle, profile.getString("uuid"), profile);
    }

    void take(Step step) {
        switch (step.kind()) {
            case POST -> post(step);
            case REPLY -> reply(step);
            case LIKE -> react(step, "like", world::like);
            case UNLIKE -> react(step, "like", world::takeLikeBack);
            case REPOST -> react(step, "repost", world::repost);
            case UNREPOST -> react(step, "repost", world::takeRepostBack);
            case DELETE -> delete(step, step.person());
            case DELETE_OWN -> delete(step, authorOf(step.target()).orElse(step.person()));
            case EXPIRE -> expire(step);
            case PURGE -> purge();
            case READ -> read(step);
        }
        compare(step);
    }

    void recount() {
        Counters.check(server.sql());
    }

    private void post(Step step) {
        HttpResponse<String> answer = api.post(step.person(), step.message(), "1-hour");
        isAnswered(step, answer, 200);
        add(step, answer, null);
    }

    private void reply(Step step) {
        HttpResponse<String> answer = api.reply(step.person(), uuid(step.target()), step.message());
        Optional<Activity> answered = living(step.target());
        isAnswered(step, answer, answered.isPresent() ? 200 : 404);
        answered.ifPresent(activity -> add(step, answer, activity));
    }

    private void add(Step step, HttpResponse<String> answer, @Nullable Activity answered) {
        JsonObject json = new JsonObject(answer.body());
        Activity activity = new Activity(step.person(), step.message(), json, answered);
        made.put(step.number(), activity);
        world.add(activity);
        isShown(step, answer, activity);
    }

    private void react(Step step, String what, Reaction reaction) {
        String path = "/api/activities/" + uuid(step.target()) + "/" + what;
        boolean puts = step.kind() == Kind.LIKE || step.kind() == Kind.REPOST;
        HttpResponse<String> answer =
                puts ? api.put(step.person(), path) : api.delete(step.person(), path);
        Optional<Activity> activity = living(step.target());
        isAnswered(step, answer, activity.isPresent() ? 200 : 404);
        activity.ifPresent(
                reacted -> {
                    reaction.apply(reacted, step.person());
                    isShown(step, answer, reacted);
                });
    }

    private interface Reaction {
        void apply(Activity activity, String person);
    }

    private void delete(Step step, String person) {
        HttpResponse<String> answer = api.delete(person, "/api/activities/" + uuid(step.target()));
        Optional<Activity> activity = living(step.target());
        boolean isTheirs = authorOf(step.target()).equals(Optional.of(person));
        isAnswered(step, answer, activity.isEmpty() ? 404 : isTheirs ? 204 : 403);
        activity.filter(_ -> isTheirs).ifPresent(world::remove);
    }

    private Optional<String> authorOf(int step) {
        return living(step).map(Activity::author);
    }

    /// A reply expires with its crud only.
    private void expire(Step step) {
        living(step.target())
                .map(Activity::crud)
                .ifPresent(
                        crud -> {
                            server.sql()
                                    .run(
                                            "update activities set expires_at = now() where uuid = ?::uuid",
                                            crud.uuid());
                            world.remove(crud);
                        });
    }

    /// Nobody sees anything of it.
    private void purge() {
        server.sql().run(PURGE.text().replace(":batch", "3"));
    }

    private void read(Step step) {
        isAnswered(step, api.put(step.person(), "/api/activities/notifications/read"), 204);
        world.markRead(step.person());
    }

    private Optional<Activity> living(int step) {
        return Optional.ofNullable(made.get(step)).filter(world::isLiving);
    }

    private String uuid(int step) {
        return Optional.ofNullable(made.get(step)).map(Activity::uuid).orElse(NOWHERE);
    }

    private static void isAnswered(Step step, HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as("%s: %s", step, answer.body()).isEqualTo(status);
    }

    private void isShown(Step step, HttpResponse<String> answer, Activity activity) {
        assertThat(new JsonObject(answer.body()))
                .as("the answer to %s", step)
                .isEqualTo(world.card(activity, Optional.of(step.person())));
    }

    private void compare(Step step) {
        List<Surface> surfaces = Surface.all(world, made.values(), Optional.of(step.person()));
        List<HttpResponse<String>> answers =
                api.send(surfaces.stream().map(this::request).toList());
        for (int i = 0; i < surfaces.size(); i++) {
            surfaces.get(i).compare(step, answers.get(i));
        }
    }

    private HttpRequest request(Surface surface) {
        return surface.reader()
                .map(reader -> api.by(reader, surface.path()))
                .orElseGet(() -> server.request(surface.path()))
                .build();
    }
}
