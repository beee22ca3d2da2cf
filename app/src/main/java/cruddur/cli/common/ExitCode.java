package cruddur.cli.common;

/// What a command ends with.
public final class ExitCode {

    public static final int DONE = 0;

    /// Or the answer is no.
    public static final int FAILED = 1;

    public static final int MISUSED = 2;
    public static final int UNREACHABLE = 3;
    public static final int NOT_CONFIRMED = 4;

    private ExitCode() {}
}
