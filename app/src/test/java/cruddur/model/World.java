package cruddur.model;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A simple model: living activities and notifications in lists, the oldest first, without counters;
/// every answer is computed from these.
final class World {

    /// @param profile the public profile of the person, without the cruds
    record Person(String handle, String uuid, JsonObject profile) {}

    /// A crud or a reply.
    ///
    /// @param made the JSON of its creation, for the fields that only the database decides: uuid and times
    /// @param answered its parent
    record Activity(
            String author,
            String message,
            JsonObject made,
            @Nullable Activity answered,
            Set<String> likes,
            Set<String> reposts) {

        Activity(String author, String message, JsonObject made, @Nullable Activity answered) {
            this(author, message, made, answered, new HashSet<>(), new HashSet<>());
        }

        String uuid() {
            return made.getString("uuid");
        }

        boolean isCrud() {
            return answered == null;
        }

        Activity crud() {
            return answered == null ? this : answered.crud();
        }

        private boolean isBelow(Activity other) {
            return equals(other) || (answered != null && answered.isBelow(other));
        }

        private Stream<String> words() {
            return Stream.of(message.toLowerCase(Locale.ROOT).split(" ", -1)).distinct();
        }

        private Stream<String> tags() {
            return words().filter(word -> word.startsWith("#"));
        }

        /// A search for a word also finds it in a #tag or a @handle.
        private boolean has(String word) {
            return words().anyMatch(each ->
                    each.equals(word) || each.replaceFirst("^[#@]", "").equals(word));
        }
    }

    private static final class Notification {
        private final String person;
        private final String kind;
        private final Activity activity;
        private final String actor;
        private boolean isRead;

        Notification(String person, String kind, Activity activity, String actor) {
            this.person = person;
            this.kind = kind;
            this.activity = activity;
            this.actor = actor;
        }

        boolean is(String otherKind, Activity other, String otherActor) {
            return kind.equals(otherKind) && activity.equals(other) && actor.equals(otherActor);
        }
    }

    private final Map<String, Person> people;
    private final List<Activity> activities = new ArrayList<>();
    private final List<Notification> notifications = new ArrayList<>();
    private final Set<List<String>> blocks = new HashSet<>();
    private final Mailbox mailbox = new Mailbox();

    World(Map<String, Person> people) {
        this.people = people;
    }

    // Changes

    void add(Activity activity) {
        activities.add(activity);
        Activity answered = activity.answered;
        if (answered != null) {
            addNotification(answered.author, "reply", activity, activity.author);
        }
        activity.words()
                .filter(word -> word.startsWith("@"))
                .map(word -> word.substring(1))
                .filter(people::containsKey)
                .filter(handle -> answered == null || !handle.equals(answered.author))
                .forEach(handle -> addNotification(handle, "mention", activity, activity.author));
    }

    /// A person's own actions do not notify that person.
    private void addNotification(String recipient, String kind, Activity activity, String actor) {
        if (!recipient.equals(actor) && !isBlocked(recipient, actor)) {
            notifications.add(new Notification(recipient, kind, activity, actor));
        }
    }

    void like(Activity activity, String person) {
        react("like", activity, activity.likes, person);
    }

    void repost(Activity activity, String person) {
        react("repost", activity, activity.reposts, person);
    }

    private void react(String kind, Activity activity, Set<String> reactions, String person) {
        if (reactions.add(person)) {
            addNotification(activity.author, kind, activity, person);
        }
    }

    void takeLikeBack(Activity activity, String person) {
        takeBack("like", activity, activity.likes, person);
    }

    void takeRepostBack(Activity activity, String person) {
        takeBack("repost", activity, activity.reposts, person);
    }

    private void takeBack(String kind, Activity activity, Set<String> reactions, String person) {
        reactions.remove(person);
        notifications.removeIf(each -> each.is(kind, activity, person));
    }

    /// Removes it with its thread.
    void remove(Activity activity) {
        activities.removeIf(each -> each.isBelow(activity));
        notifications.removeIf(each -> each.activity.isBelow(activity));
    }

    void block(String person, String other) {
        blocks.add(List.of(person, other));
        notifications.removeIf(each -> Set.of(each.person, each.actor).equals(Set.of(person, other)));
    }

    void unblock(String person, String other) {
        blocks.remove(List.of(person, other));
    }

    void markRead(String person) {
        notifications.stream().filter(each -> each.person.equals(person)).forEach(each -> each.isRead = true);
    }

    // Views

    Mailbox mailbox() {
        return mailbox;
    }

    boolean isBlocked(String one, String other) {
        return blocks.contains(List.of(one, other)) || blocks.contains(List.of(other, one));
    }

    boolean isSeen(Activity activity, Optional<String> reader) {
        return reader.map(person -> !isBlocked(person, activity.author)).orElse(true);
    }

    boolean isLiving(Activity activity) {
        return activities.contains(activity);
    }

    List<Activity> living() {
        return List.copyOf(activities);
    }

    JsonArray home(Optional<String> reader) {
        return newest(Activity::isCrud, reader);
    }

    JsonArray search(String term, Optional<String> reader) {
        List<String> words = List.of(term.toLowerCase(Locale.ROOT).split(" ", -1));
        return newest(activity -> words.stream().allMatch(activity::has), reader);
    }

    JsonObject profile(String handle, Optional<String> reader) {
        Person person = person(handle);
        JsonArray cruds = newest(each -> each.isCrud() && each.author.equals(handle), reader);
        JsonObject profile = person.profile.copy().put("cruds_count", cruds.size());
        if (reader.equals(Optional.of(handle))) {
            profile.put("cognito_user_uuid", "sub-" + handle);
        }
        return new JsonObject().put("profile", profile).put("activities", cruds);
    }

    private Person person(String handle) {
        return Optional.ofNullable(people.get(handle)).orElseThrow();
    }

    JsonObject thread(Activity activity, Optional<String> reader) {
        return new JsonObject()
                .put("activity", card(activity, reader))
                .put("replies", cards(repliesTo(activity), reader));
    }

    private List<Activity> repliesTo(Activity activity) {
        return activities.stream()
                .filter(each -> activity.equals(each.answered))
                .toList();
    }

    JsonArray notifications(String person) {
        return new JsonArray(notifications.reversed().stream()
                .filter(each -> each.person.equals(person))
                .map(this::json)
                .toList());
    }

    private JsonObject json(Notification notification) {
        return card(notification.activity, Optional.of(notification.person))
                .put("kind", notification.kind)
                .put("actor", inShort(notification.actor))
                .put("read", notification.isRead);
    }

    private JsonObject inShort(String handle) {
        return new JsonObject()
                .put("uuid", person(handle).uuid)
                .put("handle", handle)
                .put("display_name", handle);
    }

    JsonArray trends() {
        Map<String, Long> counts = activities.stream()
                .filter(Activity::isCrud)
                .flatMap(Activity::tags)
                .collect(groupingBy(tag -> tag.substring(1), counting()));
        return new JsonArray(counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(each -> new JsonObject()
                        .put("hashtag", each.getKey())
                        .put("count", each.getValue().intValue()))
                .toList());
    }

    /// The people who posted last.
    JsonArray suggested(Optional<String> reader) {
        return new JsonArray(activities.reversed().stream()
                .filter(Activity::isCrud)
                .map(Activity::author)
                .distinct()
                .filter(author -> !reader.equals(Optional.of(author)))
                .filter(author -> reader.isEmpty() || !isBlocked(reader.get(), author))
                .map(this::inShort)
                .toList());
    }

    private JsonArray newest(Predicate<Activity> wanted, Optional<String> reader) {
        return cards(activities.reversed().stream().filter(wanted).toList(), reader);
    }

    private JsonArray cards(Collection<Activity> shown, Optional<String> reader) {
        return new JsonArray(shown.stream()
                .filter(activity -> isSeen(activity, reader))
                .map(activity -> card(activity, reader))
                .toList());
    }

    /// The JSON of an activity.
    JsonObject card(Activity activity, Optional<String> reader) {
        JsonObject card = new JsonObject()
                .put("uuid", activity.uuid())
                .put("display_name", activity.author)
                .put("handle", activity.author)
                .put("message", activity.message)
                .put("replies_count", repliesTo(activity).size())
                .put("reposts_count", activity.reposts.size())
                .put("likes_count", activity.likes.size())
                .put("reply_to_activity_uuid", answeredBy(activity))
                .put("expires_at", activity.crud().made.getString("expires_at"))
                .put("created_at", activity.made.getString("created_at"));
        reader.ifPresent(person ->
                card.put("liked", activity.likes.contains(person)).put("reposted", activity.reposts.contains(person)));
        return card;
    }

    private static @Nullable String answeredBy(Activity activity) {
        return activity.answered == null ? null : activity.answered.uuid();
    }
}
