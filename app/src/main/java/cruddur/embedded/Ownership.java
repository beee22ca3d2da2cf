package cruddur.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;

/// Checks which users can change a file.
final class Ownership {

    private static final int GROUP_OR_OTHERS_WRITE = 022;

    private Ownership() {}

    /// Whether this process's user owns the file, and no other user can write to it. The permissions of
    /// a symbolic link are ignored, because they mean nothing.
    static boolean isOwn(Path file) throws IOException {
        boolean owned = attribute(file, "unix:uid") == new UnixSystem().getUid();
        return owned && (Files.isSymbolicLink(file) || (attribute(file, "unix:mode") & GROUP_OR_OTHERS_WRITE) == 0);
    }

    private static int attribute(Path file, String name) throws IOException {
        return (Integer) Objects.requireNonNull(Files.getAttribute(file, name, LinkOption.NOFOLLOW_LINKS));
    }
}
