package cruddur.model;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.model.Mailbox.Message;
import cruddur.model.Step.Kind;
import cruddur.model.World.Activity;
import cruddur.model.World.Person;
import cruddur.sql.Query;
import cruddur.testing.Json;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Applies steps to the server and to the model.
final class Replay {

    private static final List<Query> PURGES = Stream.of("activities/purge", "messages/purge", "message_groups/purge")
            .map(Query::load)
            .toList();

    private static final String NOWHERE = "00000000-0000-4000-8000-000000000000";

    private final TestServer server;
    private final Api api;
    private final World world;
    private final Map<Integer, Activity> made = new HashMap<>();
    private final Map<Integer, Message> sent = new HashMap<>();
    private final Map<Set<String>, String> conversations = new HashMap<>();

    Replay(TestServer server, Api api) {
        this.server = server;
        this.api = api;
        this.world = new World(
                Step.PEOPLE.stream().map(this::person).collect(Collectors.toMap(Person::handle, Function.identity())));
    }

    private Person person(String handle) {
        JsonObject profile =
                new JsonObject(api.get("/api/activities/@" + handle).body()).getJsonObject("profile");
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
            case BLOCK -> block(step);
            case UNBLOCK -> unblock(step);
            case SEND -> send(step);
            case READ_MESSAGES -> readMessages(step);
            case DELETE_MESSAGE -> deleteMessage(step);
            case EXPIRE_MESSAGE -> expireMessage(step);
        }
        compare(step);
    }

    /// Notifications are compared after each step; a block deletes some.
    void recount() {
        Counters.checkCounts(server.sql());
    }

    private void post(Step step) {
        HttpResponse<String> answer = api.post(step.person(), step.message(), "1-hour");
        isAnswered(step, answer, 200);
        add(step, answer, null);
    }

    private void reply(Step step) {
        HttpResponse<String> answer = api.reply(step.person(), uuid(step.target()), step.message());
        Optional<Activity> answered = seen(step);
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
        HttpResponse<String> answer = puts ? api.put(step.person(), path) : api.delete(step.person(), path);
        Optional<Activity> activity = seen(step);
        isAnswered(step, answer, activity.isPresent() ? 200 : 404);
        activity.ifPresent(reacted -> {
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

    /// A reply expires only with its crud.
    private void expire(Step step) {
        living(step.target()).map(Activity::crud).ifPresent(crud -> {
            server.sql().run("update activities set expires_at = now() where uuid = ?::uuid", crud.uuid());
            world.remove(crud);
        });
    }

    /// No reader notices the purge.
    private void purge() {
        PURGES.forEach(purge -> server.sql().run(purge.text().replace(":batch", "3")));
    }

    private void read(Step step) {
        isAnswered(step, api.put(step.person(), "/api/activities/notifications/read"), 204);
        world.markRead(step.person());
    }

    private void block(Step step) {
        boolean isOneself = step.person().equals(step.message());
        isAnswered(step, api.put(step.person(), "/api/users/@" + step.message() + "/block"), isOneself ? 422 : 204);
        if (!isOneself) {
            world.block(step.person(), step.message());
        }
    }

    private void unblock(Step step) {
        isAnswered(step, api.delete(step.person(), "/api/users/@" + step.message() + "/block"), 204);
        world.unblock(step.person(), step.message());
    }

    private void send(Step step) {
        String text = "message " + step.number();
        HttpResponse<String> answer =
                server.post(step.person(), "/api/messages", Json.object("message", text, "handle", step.message()));
        boolean isRefused = step.person().equals(step.message()) || world.isBlocked(step.person(), step.message());
        isAnswered(step, answer, isRefused ? 422 : 200);
        if (!isRefused) {
            String uuid = server.sql().value("select uuid from messages where message = ?", text);
            sent.put(step.number(), new Message(uuid, step.person(), step.message(), text));
            world.mailbox().add(sent.get(step.number()));
            conversations.put(
                    Set.of(step.person(), step.message()),
                    new JsonObject(answer.body()).getString("message_group_uuid"));
        }
    }

    private void readMessages(Step step) {
        boolean isBegun =
                !step.person().equals(step.message()) && world.mailbox().isBegun(step.person(), step.message());
        String conversation = isBegun ? conversations.get(Set.of(step.person(), step.message())) : NOWHERE;
        isAnswered(step, api.put(step.person(), "/api/messages/" + conversation + "/read"), isBegun ? 204 : 404);
        world.mailbox().markRead(step.person(), step.message());
    }

    private void deleteMessage(Step step) {
        Optional<Message> message = livingMessage(step);
        String uuid = message.map(Message::uuid).orElse(NOWHERE);
        HttpResponse<String> answer = api.delete(step.person(), "/api/messages/" + uuid);
        Optional<Message> readable = message.filter(each -> each.isOf(step.person()));
        boolean isTheirs =
                readable.filter(each -> each.sender().equals(step.person())).isPresent();
        isAnswered(step, answer, isTheirs ? 204 : readable.isPresent() ? 403 : 404);
        message.filter(_ -> isTheirs).ifPresent(world.mailbox()::remove);
    }

    /// A conversation expires with its last message.
    private void expireMessage(Step step) {
        livingMessage(step).ifPresent(message -> {
            server.sql().run("update messages set expires_at = now() where uuid = ?::uuid", message.uuid());
            server.sql()
                    .run("update message_groups conversation set expires_at ="
                            + " (select max(expires_at) from messages where message_group_uuid = conversation.uuid)"
                            + " where exists (select from messages where message_group_uuid = conversation.uuid)");
            world.mailbox().remove(message);
        });
    }

    private Optional<Message> livingMessage(Step step) {
        return Optional.ofNullable(sent.get(step.target())).filter(world.mailbox()::isLiving);
    }

    private Optional<Activity> seen(Step step) {
        return living(step.target()).filter(activity -> world.isSeen(activity, Optional.of(step.person())));
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
