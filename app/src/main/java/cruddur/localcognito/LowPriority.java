package cruddur.localcognito;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Makes the threads of hashes yield to those that answer requests.
///
/// Java passes priorities on to Linux only for the whole process and with a warning
/// (`-XX:ThreadPriorityPolicy`), so this calls `setpriority`, which Linux applies to the calling thread. On
/// other systems it would apply to the process, and is left out.
final class LowPriority {

    /// A tenth of the processor time of a usual thread that wants the same core. With 19, hashes would hardly
    /// get on while other programs use all cores.
    private static final int NICENESS = 10;

    private static final int THREAD = 0;
    private static final int THIS_ONE = 0;

    private LowPriority() {}

    /// The same work, at low priority. For threads that do nothing else.
    static Runnable of(Runnable work) {
        return () -> {
            if (System.getProperty("os.name").equals("Linux")) {
                lower();
            }
            work.run();
        };
    }

    /// The description of the call is that of the header file sys/resource.h.
    @SuppressWarnings("restricted")
    private static void lower() {
        Linker linker = Linker.nativeLinker();
        MemorySegment setpriority = linker.defaultLookup().findOrThrow("setpriority");
        MethodHandle call = linker.downcallHandle(
                setpriority,
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            // It fails only if it would raise the priority: a process that is nicer already stays as it is.
            int _ = (int) call.invokeExact(THREAD, THIS_ONE, NICENESS);
        } catch (Throwable e) {
            throw new IllegalStateException("Cannot call setpriority", e);
        }
    }
}
