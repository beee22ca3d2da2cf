package cruddur.cli.rds;

import cruddur.aws.Check;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The differences that an operator accepts, with reasons, by the names of the checks.
record Waivers(Map<String, String> reasons) {

    Waivers {
        reasons.forEach(Waivers::refuseUnfounded);
        reasons = Map.copyOf(reasons);
    }

    private static void refuseUnfounded(String id, String reason) {
        if (Stream.of(Check.values()).map(Check::id).noneMatch(id::equals)) {
            throw new IllegalArgumentException("There is no check " + id + ". Use one of: " + ids());
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException(
                    "Give a reason for waiving %s, like --waive %s=\"a demo may be away\".".formatted(id, id));
        }
    }

    private static String ids() {
        return Stream.of(Check.values()).map(Check::id).collect(Collectors.joining(", ", "", "."));
    }

    Optional<String> reasonFor(Check check) {
        return Optional.ofNullable(reasons.get(check.id()));
    }
}
