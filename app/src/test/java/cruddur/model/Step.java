package cruddur.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What somebody does.
///
/// @param number names the activity that it makes, if it makes one
/// @param target the step that made what it is about. If that step was left out or made nothing, it
///   is about something that never was.
/// @param message empty but of a crud and a reply
record Step(int number, Kind kind, String person, int target, String message) {

    enum Kind {
        POST(20),
        REPLY(24),
        LIKE(16),
        UNLIKE(8),
        REPOST(10),
        UNREPOST(5),
        DELETE(6),
        DELETE_OWN(5),
        EXPIRE(4),
        PURGE(3),
        READ(5);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }

        private static Kind any(RandomGenerator random) {
            List<Kind> lots =
                    Stream.of(values())
                            .flatMap(kind -> Stream.generate(() -> kind).limit(kind.weight))
                            .toList();
            return lots.get(random.nextInt(lots.size()));
        }

        boolean makes() {
            return this == POST || this == REPLY;
        }
    }

    static final List<String> PEOPLE = List.of("ada", "ben", "cleo", "dana", "eli");

    /// Of which messages are made.
    private static final List<String> WORDS =
            List.of(
                    "tea", "rain", "Rain", "#java", "#SQL", "#sql", "java", "@ada", "@ben", "@Ben",
                    "@cleo", "@eli", "@nobody");

    private static final int NEVER = -1;

    /// The same for the same seed.
    static List<Step> sequence(long seed, int length) {
        RandomGenerator random = new SplittableRandom(seed);
        List<Step> steps = new ArrayList<>();
        List<Integer> made = new ArrayList<>();
        for (int number = 0; number < length; number++) {
            Step step = any(random, number, made);
            steps.add(step);
            if (step.kind.makes()) {
                made.add(number);
            }
        }
        return steps;
    }

    private static Step any(RandomGenerator random, int number, List<Integer> made) {
        Kind kind = Kind.any(random);
        return new Step(
                number,
                kind,
                oneOf(PEOPLE, random),
                target(random, made),
                kind.makes() ? message(random) : "");
    }

    /// Mostly something new, of which more becomes.
    private static int target(RandomGenerator random, List<Integer> made) {
        if (made.isEmpty() || random.nextInt(25) == 0) {
            return NEVER;
        }
        boolean isNew = random.nextBoolean();
        return oneOf(
                isNew ? made.subList(Math.max(0, made.size() - 3), made.size()) : made, random);
    }

    private static String message(RandomGenerator random) {
        return Stream.generate(() -> oneOf(WORDS, random))
                .limit(1 + random.nextInt(4))
                .collect(Collectors.joining(" "));
    }

    private static <T> T oneOf(List<T> list, RandomGenerator random) {
        return list.get(random.nextInt(list.size()));
    }

    @Override
    public String toString() {
        return switch (kind) {
            case POST -> "%d: %s posts \"%s\"".formatted(number, person, message);
            case REPLY -> "%d: %s replies to %d \"%s\"".formatted(number, person, target, message);
            case DELETE_OWN -> "%d: the author of %d deletes it".formatted(number, target);
            case PURGE -> "%d: PURGE".formatted(number);
            case READ -> "%d: %s READ".formatted(number, person);
            default -> "%d: %s %s %d".formatted(number, person, kind, target);
        };
    }
}
