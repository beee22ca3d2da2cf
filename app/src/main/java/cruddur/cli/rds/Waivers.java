package cruddur.cli.rds;

import cruddur.aws.Check;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an operator lets be, and why, by the names of the checks.
record Waivers(Map<String, String> reasons) {

    Waivers {
        reasons.forEach(Waivers::refuseUnfounded);
        reasons = Map.copyOf(reasons);
    }

    private static void refuseUnfounded(String id, String reason) {
        if (Stream.of(Check.values()).map(Check::id).noneMatch(id::equals)) {
            throw new IllegalArgumentException(
                    "There is no check " + id + "; it is one of " + ids());
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException(
                    "Say why %s is waived, like --waive %s=\"a demo may be away\"."
                            .formatted(id, id));
        }
    }

    private static String ids() {
        return Stream.of(Check.values()).map(Check::id).collect(Collectors.joining(", ", "", "."));
    }

    Optional<String> reasonFor(Check check) {
        return Optional.ofNullable(reasons.get(check.id()));
    }
}
