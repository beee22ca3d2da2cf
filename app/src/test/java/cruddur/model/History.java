package cruddur.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// Every version of what one writer after another made of the database, with the time in which it may have been seen.
final class History {

    /// A crud, or a reply to one.
    ///
    /// @param answered the uuid of the crud that it answers
    record Post(
            String uuid,
            String author,
            String message,
            Instant createdAt,
            Optional<String> answered,
            Instant expiresAt,
            int likes) {

        Post withLikes(int change) {
            return new Post(uuid, author, message, createdAt, answered, expiresAt, likes + change);
        }

        Post until(Instant end) {
            return new Post(uuid, author, message, createdAt, answered, end, likes);
        }
    }

    /// @param from when the write began that made it
    /// @param to when the next write had ended
    record Version(Map<String, Post> posts, Instant from, Instant to) {

        private Version endedAt(Instant end) {
            return new Version(posts, from, end);
        }
    }

    /// The clocks of one machine, as they are adjusted to each other.
    private static final Duration TOLERANCE = Duration.ofMillis(5);

    private final List<Version> versions = new ArrayList<>();

    History() {
        versions.add(new Version(Map.of(), Instant.now(), Instant.MAX));
    }

    synchronized Map<String, Post> posts() {
        return versions.getLast().posts;
    }

    /// Records a write that has just ended.
    synchronized void write(Instant began, UnaryOperator<Map<String, Post>> change) {
        Map<String, Post> posts = change.apply(new LinkedHashMap<>(posts()));
        versions.set(versions.size() - 1, versions.getLast().endedAt(Instant.now()));
        versions.add(new Version(Map.copyOf(posts), began, Instant.MAX));
    }

    /// What may have been seen at an address in a period, except what showed something that has expired before `sent`.
    synchronized List<List<String>> possible(Surroundings surroundings, Instant since, Instant until, Instant sent) {
        return possible(surroundings, since, until, sent, false);
    }

    /// The same, if a replica may have answered: it leaves out what has expired also of a version that has ended.
    synchronized List<List<String>> possible(
            Surroundings surroundings, Instant since, Instant until, Instant sent, boolean mayLag) {
        List<List<String>> possible = new ArrayList<>();
        for (Version version : versions) {
            Instant from = later(version.from, since).minus(TOLERANCE);
            Instant to = version.to.isBefore(until) ? version.to : until;
            if (!from.isAfter(to)) {
                moments(version, from, mayLag ? until : to)
                        .forEach(now -> add(possible, surroundings, version, now, sent));
            }
        }
        return possible;
    }

    private static void add(
            List<List<String>> possible, Surroundings surroundings, Version version, Instant now, Instant sent) {
        List<Post> living = version.posts.values().stream()
                .filter(post -> post.expiresAt.isAfter(now))
                .toList();
        boolean isOverAtOnce = surroundings.shown(living).anyMatch(post -> !post.expiresAt.isAfter(sent));
        if (!isOverAtOnce) {
            possible.add(surroundings.seen(living));
        }
    }

    /// The beginning of a period, and each time in it at which something expires.
    private static NavigableSet<Instant> moments(Version version, Instant from, Instant to) {
        NavigableSet<Instant> moments = new TreeSet<>();
        moments.add(from);
        version.posts.values().stream()
                .map(Post::expiresAt)
                .filter(end -> end.isAfter(from) && !end.isAfter(to))
                .forEach(moments::add);
        return moments;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
