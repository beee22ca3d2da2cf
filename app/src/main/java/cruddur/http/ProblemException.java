package cruddur.http;

/// Ends a request with a problem, from wherever it is noticed.
public final class ProblemException extends RuntimeException {

    private final transient Reply.Problem problem;

    public ProblemException(Reply.Problem problem) {
        // No stack trace: this is an answer, not a defect, and hostile requests must not cost one.
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Reply.Problem problem() {
        return problem;
    }
}
