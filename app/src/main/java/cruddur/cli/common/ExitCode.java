package cruddur.cli.common;

/// What a command ends with.
public final class ExitCode {

    public static final int DONE = 0;

    /// It failed, or the answer is no.
    public static final int FAILED = 1;

    /// The words of the command line, or a setting, are not what they may be.
    public static final int MISUSED = 2;

    /// Nothing can be done, because a server does not answer.
    public static final int UNREACHABLE = 3;

    /// Somebody was asked, or was not there to be asked, and did not say yes.
    public static final int NOT_CONFIRMED = 4;

    private ExitCode() {}
}
