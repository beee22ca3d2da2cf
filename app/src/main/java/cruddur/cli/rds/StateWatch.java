package cruddur.cli.rds;

import cruddur.aws.Instance;
import cruddur.aws.Instances;
import cruddur.cli.common.Terminal;
import cruddur.operations.OperationException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/// Waits until an instance reaches a state, and prints each state on the way.
///
/// @param deadline after which the wait ends; AWS continues its change
record StateWatch(Instances instances, Terminal terminal, String identifier, Instant deadline) {

    /// AWS sometimes takes half an hour for a change that usually takes minutes.
    static final Duration PATIENCE = Duration.ofMinutes(60);

    static StateWatch of(Instances instances, Terminal terminal, String identifier) {
        return new StateWatch(instances, terminal, identifier, Instant.now().plus(PATIENCE));
    }

    /// @throws OperationException if the instance gets into a state that only an operator can end, or
    ///   after the deadline
    void until(Goal goal) {
        until(goal, _ -> false);
    }

    /// @param nudge receives each state on the way, and may ask AWS for another; returns whether it
    ///   just did
    void until(Goal goal, Predicate<Instance> nudge) {
        Optional<Instance> seen = instances.find(identifier);
        while (!goal.isReached(seen)) {
            Instance there = seen.orElseGet(() -> instances.get(identifier));
            report(there);
            if (!nudge.test(there)) {
                refuseToWait(there, goal);
            }
            seen = next(there);
        }
        terminal.report("Cruddur: " + identifier + " is " + goal + ".");
    }

    /// Waits until a requested change is done.
    void until(Instance asked, Predicate<Instance> done) {
        Instance seen = asked;
        while (!done.test(seen)) {
            refuseToWait(seen, Goal.AVAILABLE);
            report(seen);
            seen = next(seen).orElseGet(() -> instances.get(identifier));
        }
    }

    private Optional<Instance> next(Instance seen) {
        return terminal.meanwhile(
                identifier + " is " + seen.status(), () -> instances.next(identifier, Optional.of(seen), deadline));
    }

    private void report(Instance seen) {
        terminal.step(InstanceState.words(seen.status()));
    }

    private void refuseToWait(Instance seen, Goal goal) {
        if (goal != Goal.DELETED && InstanceState.isStuck(seen.status())) {
            throw new OperationException(identifier + " is " + InstanceState.words(seen.status()) + ".");
        }
        if (Instant.now().isAfter(deadline)) {
            throw new OperationException("Timed out: "
                    + identifier
                    + " is still "
                    + seen.status()
                    + ". To wait longer: cruddur rds wait --for "
                    + goal);
        }
    }
}
