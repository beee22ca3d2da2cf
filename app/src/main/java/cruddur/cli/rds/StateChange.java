package cruddur.cli.rds;

import cruddur.aws.Instance;
import cruddur.operations.OperationException;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Asks AWS once for another state, as soon as an instance is in one in which AWS would.
///
/// What AWS refuses because of a state is not failed: between looking and asking, somebody else may
/// have asked. The next look tells.
final class StateChange implements Consumer<Instance> {

    private final Predicate<Instance> ready;
    private final BooleanSupplier request;
    private boolean asked;
    private boolean begun;

    /// @param ready whether an instance is in such a state
    /// @param request answers whether AWS took it
    StateChange(Predicate<Instance> ready, BooleanSupplier request) {
        this.ready = ready;
        this.request = request;
    }

    @Override
    public void accept(Instance seen) {
        if (!ready.test(seen)) {
            begun = asked;
        } else if (begun) {
            throw new OperationException(
                    "AWS began, and "
                            + seen.identifier()
                            + " is "
                            + seen.status()
                            + " again. Its events say why: aws rds describe-events --source-type db-instance --source-identifier "
                            + seen.identifier());
        } else if (!asked) {
            asked = request.getAsBoolean();
        }
    }
}
