package cruddur.model;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.model.World.Activity;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An address, and the answer that is expected there.
///
/// @param reader empty for a stranger
/// @param expected the JSON; empty for 404
record Surface(String path, Optional<String> reader, Optional<Object> expected) {

    private static final Optional<String> STRANGER = Optional.empty();

    private static final List<String> TERMS =
            List.of("tea", "RAIN", "java", "#java", "#sql", "@ada", "@BEN", "@nobody", "tea rain", "rain #sql @cleo");

    private static final String WHEN = "acted_at";

    /// The addresses that strangers read, those of each person, and the rest as this reader sees them.
    ///
    /// @param made all activities that were ever created, removed or not
    static List<Surface> all(World world, Collection<Activity> made, Optional<String> reader) {
        List<Surface> all = new ArrayList<>();
        all.add(of("home?limit=100", STRANGER, world.home(STRANGER)));
        all.add(of("/api/users/suggested", reader, world.suggested(reader)));
        all.add(of("/api/trends", STRANGER, world.trends()));
        Step.PEOPLE.forEach(person -> all.addAll(ofPerson(world, person, reader)));
        TERMS.forEach(term -> all.add(search(world, term, reader)));
        made.forEach(activity -> all.addAll(threads(world, activity, reader)));
        return all;
    }

    private static List<Surface> ofPerson(World world, String person, Optional<String> reader) {
        Optional<String> owner = Optional.of(person);
        return List.of(
                of("home?limit=100", owner, world.home(owner)),
                of("notifications?limit=100", owner, world.notifications(person)),
                of("/api/message_groups?limit=100", owner, world.mailbox().groups(person)),
                conversation(world, person, reader),
                of("@" + person + "?limit=100", reader, world.profile(person, reader)));
    }

    /// One's own handle is no other person.
    private static Surface conversation(World world, String person, Optional<String> reader) {
        Optional<Object> expected = reader.filter(each -> !each.equals(person))
                .map(each -> world.mailbox().conversation(each, person));
        return new Surface("/api/messages/@" + person + "?limit=100", reader, expected);
    }

    private static Surface search(World world, String term, Optional<String> reader) {
        String encoded = term.replace("#", "%23").replace(" ", "+");
        return of("search?limit=100&term=" + encoded, reader, world.search(term, reader));
    }

    private static List<Surface> threads(World world, Activity activity, Optional<String> reader) {
        String uuid = activity.uuid() + "?limit=100";
        String status = "@" + activity.author() + "/status/" + uuid;
        return List.of(thread(world, uuid, activity, STRANGER), thread(world, status, activity, reader));
    }

    private static Surface thread(World world, String path, Activity activity, Optional<String> reader) {
        Optional<Object> expected = Optional.of(activity)
                .filter(world::isLiving)
                .filter(living -> world.isSeen(living, reader))
                .map(living -> world.thread(living, reader));
        return new Surface("/api/activities/" + path, reader, expected);
    }

    private static Surface of(String path, Optional<String> reader, Object expected) {
        return new Surface(path.startsWith("/") ? path : "/api/activities/" + path, reader, Optional.of(expected));
    }

    void compare(Step step, HttpResponse<String> answer) {
        String what = path + " as seen by " + reader.orElse("a stranger") + " after " + step;
        assertThat(answer.statusCode()).as(what).isEqualTo(expected.isPresent() ? 200 : 404);
        expected.ifPresent(json -> assertThat(withoutFieldsOfMessages(withoutTimes(answer.body())))
                .as(what)
                .isEqualTo(json));
    }

    /// Only the database knows these of a message.
    private Object withoutFieldsOfMessages(Object json) {
        if (path.startsWith("/api/message") && json instanceof JsonArray messages) {
            messages.forEach(each -> List.of("uuid", "created_at", "expires_at").forEach(((JsonObject) each)::remove));
        }
        return json;
    }

    /// Only the database knows the time of an action, so only the order, newest first, is checked.
    private static Object withoutTimes(String body) {
        Object json = Json.decodeValue(body);
        if (json instanceof JsonArray array) {
            assertThat(array.stream()
                            .map(Surface::takeTime)
                            .filter(Objects::nonNull)
                            .toList())
                    .isSortedAccordingTo(Comparator.reverseOrder());
        }
        return json;
    }

    private static @Nullable OffsetDateTime takeTime(Object element) {
        Object time = ((JsonObject) element).remove(WHEN);
        return time == null ? null : OffsetDateTime.parse((String) time);
    }
}
