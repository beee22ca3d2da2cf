package cruddur.model;

import cruddur.model.History.Post;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// An address of strangers: what is to be seen there, and how an answer says it.
sealed interface Surroundings {

    Comparator<Post> NEWEST =
            Comparator.comparing(Post::createdAt).thenComparing(Post::uuid).reversed();

    Pattern CARD = Pattern.compile("<article class=\"card[^>]* id=\"card-([-0-9a-f]{36})\"");

    Pattern TREND = Pattern.compile("<b><bdi>#([^<]+)</bdi></b> <span class=\"quiet\">([0-9]+) ");

    List<String> GONE = List.of("404");

    String path();

    /// The posts that are shown, of all that live.
    Stream<Post> shown(List<Post> living);

    /// What an answer says of them.
    List<String> seen(List<Post> living);

    /// What this answer says.
    List<String> read(int status, String body);

    /// A list of posts, newest first.
    record Feed(String path, Predicate<Post> has, int length, Format format) implements Surroundings {

        @Override
        public Stream<Post> shown(List<Post> living) {
            return living.stream().filter(has).sorted(NEWEST).limit(length);
        }

        @Override
        public List<String> seen(List<Post> living) {
            return shown(living).map(post -> format.write(post, living)).toList();
        }

        @Override
        public List<String> read(int status, String body) {
            return status == 200 ? format.read.apply(body) : List.of(Integer.toString(status));
        }
    }

    /// A crud or a reply with its replies, oldest first.
    ///
    /// @param above the uuid of the crud that is shown above a reply
    record Replies(String path, String uuid, Optional<String> above, Format format) implements Surroundings {

        @Override
        public Stream<Post> shown(List<Post> living) {
            return living.stream()
                    .filter(post -> post.uuid().equals(uuid))
                    .flatMap(post -> Stream.of(
                                    living.stream()
                                            .filter(each ->
                                                    Optional.of(each.uuid()).equals(above)),
                                    Stream.of(post),
                                    living.stream()
                                            .filter(each -> each.answered().equals(Optional.of(uuid)))
                                            .sorted(NEWEST.reversed()))
                            .flatMap(Function.identity()));
        }

        @Override
        public List<String> seen(List<Post> living) {
            List<String> seen =
                    shown(living).map(post -> format.write(post, living)).toList();
            return seen.isEmpty() ? GONE : seen;
        }

        @Override
        public List<String> read(int status, String body) {
            return status == 200 ? format.read.apply(body) : List.of(Integer.toString(status));
        }
    }

    /// The hashtags of cruds, and how many have them. A page goes without them if they take too long.
    record Trends(String path, boolean isPage) implements Surroundings {

        @Override
        public Stream<Post> shown(List<Post> living) {
            return living.stream()
                    .filter(post -> post.answered().isEmpty() && !tags(post).isEmpty());
        }

        @Override
        public List<String> seen(List<Post> living) {
            Map<String, Integer> counts = new TreeMap<>();
            shown(living).flatMap(post -> tags(post).stream()).forEach(tag -> counts.merge(tag, 1, Integer::sum));
            return counts.entrySet().stream().map(Object::toString).toList();
        }

        private static List<String> tags(Post post) {
            return Stream.of(post.message().split(" "))
                    .filter(word -> word.startsWith("#"))
                    .map(word -> word.substring(1))
                    .distinct()
                    .toList();
        }

        @Override
        public List<String> read(int status, String body) {
            return isPage
                    ? TREND.matcher(body)
                            .results()
                            .map(trend -> trend.group(1) + "=" + trend.group(2))
                            .sorted()
                            .toList()
                    : read(body);
        }

        private static List<String> read(String body) {
            return objects(new JsonArray(body))
                    .map(trend -> trend.getString("hashtag") + "=" + trend.getLong("count"))
                    .sorted()
                    .toList();
        }
    }

    /// What a format shows of a post.
    @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
    enum Format {
        API(body -> objects(new JsonArray(body)).map(Format::post).toList(), true),
        PROFILE(
                body -> objects(new JsonObject(body).getJsonArray("activities"))
                        .map(Format::post)
                        .toList(),
                true),
        THREAD(
                body -> Stream.concat(
                                Stream.of(new JsonObject(body).getJsonObject("activity")),
                                objects(new JsonObject(body).getJsonArray("replies")))
                        .map(Format::post)
                        .toList(),
                true),
        FEED(
                body -> objects(new JsonObject(body).getJsonArray("items"))
                        .map(item -> item.getString("id").replaceFirst(".*/", ""))
                        .toList(),
                false),
        PAGE(
                body -> CARD.matcher(body)
                        .results()
                        .map((MatchResult card) -> card.group(1))
                        .toList(),
                false);

        private final Function<String, List<String>> read;
        private final boolean hasCounts;

        Format(Function<String, List<String>> read, boolean hasCounts) {
            this.read = read;
            this.hasCounts = hasCounts;
        }

        private String write(Post post, List<Post> living) {
            long replies = living.stream()
                    .filter(reply -> reply.answered().equals(Optional.of(post.uuid())))
                    .count();
            return hasCounts ? post.uuid() + " " + post.message() + " " + replies + " " + post.likes() : post.uuid();
        }

        private static String post(JsonObject json) {
            return json.getString("uuid") + " " + json.getString("message") + " " + json.getInteger("replies_count")
                    + " " + json.getInteger("likes_count");
        }
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast);
    }

    /// The addresses that show this post, and those that show all.
    static List<Surroundings> of(Post post) {
        String thread = post.author() + "/status/" + post.uuid();
        return List.of(
                new Feed(
                        "/api/activities/home?limit=100",
                        each -> each.answered().isEmpty(),
                        100,
                        Format.API),
                new Feed("/api/activities/home?limit=3", each -> each.answered().isEmpty(), 3, Format.API),
                new Feed("/", each -> each.answered().isEmpty(), 20, Format.PAGE),
                new Feed("/feed.json", each -> each.answered().isEmpty(), 20, Format.FEED),
                new Feed("/api/activities/search?limit=100&term=tea", Surroundings::isOfTea, 100, Format.API),
                new Feed("/search?term=tea", Surroundings::isOfTea, 20, Format.PAGE),
                new Feed(
                        "/api/activities/@" + post.author() + "?limit=100",
                        each -> isBy(post, each),
                        100,
                        Format.PROFILE),
                new Feed("/@" + post.author(), each -> isBy(post, each), 20, Format.PAGE),
                new Replies("/api/activities/" + post.uuid(), post.uuid(), Optional.empty(), Format.THREAD),
                new Replies("/@" + thread, post.uuid(), post.answered(), Format.PAGE),
                new Trends("/api/trends", false),
                new Trends("/trends", true));
    }

    private static boolean isOfTea(Post post) {
        return List.of(post.message().split(" ")).contains("tea");
    }

    private static boolean isBy(Post one, Post post) {
        return post.answered().isEmpty() && post.author().equals(one.author());
    }
}
