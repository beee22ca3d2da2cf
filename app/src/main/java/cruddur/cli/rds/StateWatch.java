package cruddur.cli.rds;

import cruddur.aws.Instance;
import cruddur.aws.Instances;
import cruddur.cli.common.Terminal;
import cruddur.operations.OperationException;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Waits until an instance is where it is to be, and tells of each state on the way.
///
/// @param deadline after which it gives up; what AWS is doing goes on
record StateWatch(Instances instances, Terminal terminal, String identifier, Instant deadline) {

    /// AWS may take half an hour for what it takes minutes for on other days.
    static final Duration PATIENCE = Duration.ofMinutes(60);

    static StateWatch of(Instances instances, Terminal terminal, String identifier) {
        return new StateWatch(instances, terminal, identifier, Instant.now().plus(PATIENCE));
    }

    /// @throws OperationException if it gets into a state that it does not leave by itself, or the
    ///   time is up
    void until(Goal goal) {
        until(goal, _ -> {});
    }

    /// @param nudge is shown each state on the way, and may ask AWS for another
    void until(Goal goal, Consumer<Instance> nudge) {
        Optional<Instance> seen = instances.find(identifier);
        while (!goal.isReached(seen)) {
            Instance there = seen.orElseGet(() -> instances.get(identifier));
            refuseToWait(there, goal);
            tell(there);
            nudge.accept(there);
            seen = next(there);
        }
        terminal.say("Cruddur: " + identifier + " is " + goal + ".");
    }

    /// Waits until a change that was asked for is done.
    void until(Instance asked, Predicate<Instance> done) {
        Instance seen = asked;
        while (!done.test(seen)) {
            refuseToWait(seen, Goal.AVAILABLE);
            tell(seen);
            seen = next(seen).orElseGet(() -> instances.get(identifier));
        }
    }

    private Optional<Instance> next(Instance seen) {
        return terminal.meanwhile(
                identifier + " is " + seen.status(),
                () -> instances.next(identifier, Optional.of(seen), deadline));
    }

    private void tell(Instance seen) {
        terminal.step(InstanceState.words(seen.status()));
    }

    private void refuseToWait(Instance seen, Goal goal) {
        if (goal != Goal.DELETED && InstanceState.isStuck(seen.status())) {
            throw new OperationException(
                    identifier + " is " + InstanceState.words(seen.status()) + ".");
        }
        if (Instant.now().isAfter(deadline)) {
            throw new OperationException(
                    "The time is up, and "
                            + identifier
                            + " is still "
                            + seen.status()
                            + ". To go on waiting: cruddur rds wait --for "
                            + goal);
        }
    }
}
