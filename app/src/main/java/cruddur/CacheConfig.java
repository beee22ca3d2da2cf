package cruddur;

import cruddur.redis.RedisAddress;
import cruddur.settings.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/// Where the answers that strangers share are kept.
///
/// @param mebibytes of memory; 0 for none
/// @param shared the cache of several servers: `redis` or `rediss`, or Momento's HTTP API with the API
///   key as the user
public record CacheConfig(int mebibytes, Optional<URI> shared) {

    public static final int DEFAULT_MEBIBYTES = 16;

    /// Reads the settings.
    ///
    /// @throws IllegalArgumentException with a sentence that names the setting, without the address, which
    ///   may hold a password
    public static CacheConfig from(Settings settings) {
        return new CacheConfig(
                settings.number("CACHE_MIB", 100_000).orElse(DEFAULT_MEBIBYTES),
                settings.find("CACHE_URL").map(written -> shared(settings, uri(written))));
    }

    private static URI shared(Settings settings, URI address) {
        if ("momento".equals(address.getScheme()) && address.getRawAuthority() != null) {
            return momento(settings, address.getRawAuthority());
        }
        if (!RedisAddress.isComplete(address)) {
            throw new IllegalArgumentException(
                    "CACHE_URL must be redis://host:port or rediss://host:port, with user:password@ if needed,"
                            + " percent-encoded; rediss:// may end with ?sslrootcert=FILE, the authorities that it"
                            + " trusts; or momento://cache");
        }
        new RedisAddress(address).checkAuthorities("CACHE_URL");
        return address;
    }

    private static URI momento(Settings settings, String cache) {
        URI endpoint = uri(momento(settings, "MOMENTO_ENDPOINT", "the address of the HTTP API in the cache's region"));
        String key = momento(settings, "MOMENTO_API_KEY", "a key that may read and write the cache");
        if (!Set.of("http", "https").contains(String.valueOf(endpoint.getScheme())) || endpoint.getHost() == null) {
            throw new IllegalArgumentException("MOMENTO_ENDPOINT must be https://host");
        }
        try {
            return new URI(
                    endpoint.getScheme(), key, endpoint.getHost(), endpoint.getPort(), "/cache/" + cache, null, null);
        } catch (URISyntaxException _) {
            throw new IllegalArgumentException("MOMENTO_API_KEY and the cache in CACHE_URL make no address");
        }
    }

    private static String momento(Settings settings, String name, String what) {
        return settings.find(name)
                .orElseThrow(() ->
                        new IllegalArgumentException("Set " + name + ", too, for momento:// in CACHE_URL: " + what));
    }

    private static URI uri(String written) {
        try {
            return URI.create(written);
        } catch (IllegalArgumentException _) {
            return URI.create("");
        }
    }
}
