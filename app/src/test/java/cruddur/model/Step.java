package cruddur.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An action of a person.
///
/// @param number of the activity that the step creates, if it creates one
/// @param target the step that created the activity of this action. If that step was left out or
///   created nothing, the activity does not exist.
/// @param message of a crud or a reply; for a block and for messages, the handle of the other person
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
        READ(5),
        BLOCK(3),
        UNBLOCK(5),
        SEND(12),
        READ_MESSAGES(4),
        DELETE_MESSAGE(4),
        EXPIRE_MESSAGE(3);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }

        private static Kind any(RandomGenerator random) {
            List<Kind> lots = Stream.of(values())
                    .flatMap(kind -> Stream.generate(() -> kind).limit(kind.weight))
                    .toList();
            return lots.get(random.nextInt(lots.size()));
        }

        boolean makes() {
            return this == POST || this == REPLY;
        }

        private boolean isAboutAMessage() {
            return this == DELETE_MESSAGE || this == EXPIRE_MESSAGE;
        }
    }

    static final List<String> PEOPLE = List.of("ada", "ben", "cleo", "dana", "eli");

    /// The words of messages.
    private static final List<String> WORDS = List.of(
            "tea", "rain", "Rain", "#java", "#SQL", "#sql", "java", "@ada", "@ben", "@Ben", "@cleo", "@eli", "@nobody");

    private static final int NEVER = -1;

    /// The same sequence for the same seed.
    static List<Step> sequence(long seed, int length) {
        RandomGenerator random = new SplittableRandom(seed);
        List<Step> steps = new ArrayList<>();
        List<Integer> made = new ArrayList<>();
        List<Integer> sent = new ArrayList<>();
        for (int number = 0; number < length; number++) {
            Step step = any(random, number, made, sent);
            steps.add(step);
            if (step.kind.makes()) {
                made.add(number);
            }
            if (step.kind == Kind.SEND) {
                sent.add(number);
            }
        }
        return steps;
    }

    private static Step any(RandomGenerator random, int number, List<Integer> made, List<Integer> sent) {
        Kind kind = Kind.any(random);
        return new Step(
                number,
                kind,
                oneOf(PEOPLE, random),
                target(random, kind.isAboutAMessage() ? sent : made),
                kind.makes() ? message(random) : oneOf(PEOPLE, random));
    }

    /// Usually a recent activity, so that threads grow.
    private static int target(RandomGenerator random, List<Integer> made) {
        if (made.isEmpty() || random.nextInt(25) == 0) {
            return NEVER;
        }
        boolean isNew = random.nextBoolean();
        return oneOf(isNew ? made.subList(Math.max(0, made.size() - 3), made.size()) : made, random);
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
            case BLOCK, UNBLOCK, SEND, READ_MESSAGES -> "%d: %s %s %s".formatted(number, person, kind, message);
            default -> "%d: %s %s %d".formatted(number, person, kind, target);
        };
    }
}
