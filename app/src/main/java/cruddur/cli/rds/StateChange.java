package cruddur.cli.rds;

import cruddur.aws.Instance;
import cruddur.operations.OperationException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Asks AWS once for another state, as soon as the instance is in a state in which AWS accepts that.
///
/// A refusal because of the state counts only if the instance is still in the state that was seen:
/// another operator may have changed it in between.
final class StateChange implements Predicate<Instance> {

    private final Predicate<Instance> ready;
    private final Supplier<Optional<String>> request;
    private final Supplier<Optional<Instance>> look;
    private boolean asked;
    private boolean begun;

    /// @param ready whether the instance is in such a state
    /// @param request asks AWS, and returns the reason if AWS refuses because of the state
    /// @param look returns the current description
    StateChange(Predicate<Instance> ready, Supplier<Optional<String>> request, Supplier<Optional<Instance>> look) {
        this.ready = ready;
        this.request = request;
        this.look = look;
    }

    /// Asks, if the instance is ready.
    ///
    /// @return whether AWS accepted the request just now
    @Override
    public boolean test(Instance seen) {
        if (!ready.test(seen)) {
            begun = asked;
        } else if (begun) {
            throw new OperationException("AWS began the change, but "
                    + seen.identifier()
                    + " is "
                    + seen.status()
                    + " again. To see why: aws rds describe-events --source-type db-instance --source-identifier "
                    + seen.identifier());
        } else if (!asked) {
            asked = isTaken(seen);
            return asked;
        }
        return false;
    }

    private boolean isTaken(Instance seen) {
        Optional<String> refusal = request.get();
        refusal.filter(_ -> look.get().filter(now -> now.is(seen.status())).isPresent())
                .ifPresent(words -> {
                    throw new OperationException(words);
                });
        return refusal.isEmpty();
    }
}
