package cruddur.cli.common;

/// The exit codes of the commands.
public final class ExitCode {

    public static final int DONE = 0;

    /// It failed, or the answer is no.
    public static final int FAILED = 1;

    /// The command line or a setting is invalid.
    public static final int MISUSED = 2;

    /// A server does not answer.
    public static final int UNREACHABLE = 3;

    /// The operator did not confirm, or could not be asked.
    public static final int NOT_CONFIRMED = 4;

    private ExitCode() {}
}
