package cruddur;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.Version;
import java.lang.module.ModuleDescriptor;
import java.util.Collection;
import org.junit.jupiter.api.Test;

/// The libraries that the build must not resolve. Vert.x names its own version of Netty, and a new
/// library may bring another.
class LibrariesTest {

    /// Earlier versions read the chunk size `100000002` as 2, and `Transfer-Encoding: chunked, identity`
    /// as `chunked`.
    private static final ModuleDescriptor.Version FIRST_SAFE_NETTY = ModuleDescriptor.Version.parse("4.2.18");

    @Test
    void all_of_netty_is_of_one_version_without_request_smuggling() {
        Collection<Version> netty = Version.identify().values();

        assertThat(netty).extracting(Version::artifactId).contains("netty-codec-http");
        assertThat(netty)
                .extracting(Version::artifactVersion)
                .containsOnly(netty.iterator().next().artifactVersion());
        assertThat(netty)
                .extracting(each ->
                        ModuleDescriptor.Version.parse(each.artifactVersion().replace(".Final", "")))
                .allMatch(version -> version.compareTo(FIRST_SAFE_NETTY) >= 0);
    }
}
