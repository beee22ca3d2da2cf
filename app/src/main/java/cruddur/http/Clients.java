package cruddur.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Distinguishes clients by their addresses. Proxies write them into `X-Forwarded-For` or
/// `Forwarded`. Clients can forge these headers, so only those of the listed proxies count.
///
/// @param trustedProxies networks
public record Clients(List<IpSubnetFilterRule> trustedProxies) {

    private static final int ANY_PORT = 0;

    private static final InetAddress UNKNOWN = Forwarded.parsed("0.0.0.0").orElseThrow();

    private static final Set<InetAddress> THIS_MACHINE = Set.of(
            Forwarded.parsed("127.0.0.1").orElseThrow(), Forwarded.parsed("::1").orElseThrow());

    private static final Pattern LOOPBACK_NAME = Pattern.compile("(?i)localhost|127(\\.[0-9]{1,3}){3}|\\[?::1\\]?");

    /// Parses addresses and networks, separated by commas, like `10.0.0.0/8, ::1`.
    ///
    /// @throws IllegalArgumentException if an entry is neither
    public static Clients behind(String proxies) {
        return new Clients(Arrays.stream(proxies.split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .map(Clients::network)
                .toList());
    }

    private static IpSubnetFilterRule network(String written) {
        String[] parts = written.split("/", 2);
        byte[] address = NetUtil.createByteArrayFromIpAddressString(parts[0]);
        if (address == null) {
            throw new IllegalArgumentException(parts[0] + " is no IP address");
        }
        String bits = parts.length == 2 ? parts[1] : Integer.toString(address.length * Byte.SIZE);
        if (!bits.matches("[0-9]{1,3}") || Integer.parseInt(bits) > address.length * Byte.SIZE) {
            throw new IllegalArgumentException(written + " is no network");
        }
        return new IpSubnetFilterRule(parts[0], Integer.parseInt(bits), IpFilterRuleType.ACCEPT);
    }

    /// The client's address: the last one on the request's way that is not a trusted proxy's. If a
    /// trusted proxy reports something else than an address, it is the unspecified address, which all
    /// such clients share.
    public InetAddress of(HttpServerRequest request) {
        return of(request.remoteAddress(), request.headers()::getAll);
    }

    private InetAddress of(SocketAddress peer, Function<String, List<String>> headers) {
        InetAddress client = address(peer);
        if (!isTrusted(client)) {
            return client;
        }
        List<Optional<InetAddress>> hops = Forwarded.hops(headers);
        for (int i = hops.size() - 1; i >= 0 && isTrusted(client); i--) {
            client = hops.get(i).orElse(UNKNOWN);
        }
        return client;
    }

    /// The client that a request counts for; empty for requests from this machine, except those that a
    /// proxy on this machine passes on.
    Optional<Network> counted(HttpServerRequest request) {
        return counted(request.remoteAddress(), request.headers()::getAll);
    }

    Optional<Network> counted(SocketAddress peer, Function<String, List<String>> headers) {
        InetAddress nearest = address(peer);
        boolean isPassedOn = isTrusted(nearest) && Forwarded.isPresent(headers);
        return isThisMachine(nearest) && !isPassedOn ? Optional.empty() : Optional.of(Network.of(of(peer, headers)));
    }

    /// The client that a connection counts for; empty for this machine and for a proxy, whose requests
    /// are those of many clients.
    Optional<Network> peer(SocketAddress peer) {
        InetAddress nearest = address(peer);
        return isTrusted(nearest) || isThisMachine(nearest) ? Optional.empty() : Optional.of(Network.of(nearest));
    }

    boolean isProxy(SocketAddress peer) {
        return isTrusted(address(peer));
    }

    /// Requests from this machine are neither counted nor limited. They come from `127.0.0.1` or `::1`;
    /// requests from the machine's other addresses count.
    public static boolean isThisMachine(InetAddress client) {
        return THIS_MACHINE.contains(client);
    }

    /// Whether a request comes from this machine and addresses it. A page whose own name resolves to
    /// this machine sends that name as `Host`, and a proxy sends its site's name.
    public boolean isOnThisMachine(HttpServerRequest request) {
        return of(request).isLoopbackAddress()
                && !Forwarded.isPresent(request.headers()::getAll)
                && namesThisMachine(request);
    }

    /// Whether a request comes over loopback, but with another name as `Host`.
    public static boolean isForeignToLoopback(HttpServerRequest request) {
        return address(request.remoteAddress()).isLoopbackAddress() && !namesThisMachine(request);
    }

    private static boolean namesThisMachine(HttpServerRequest request) {
        HostAndPort host = request.authority();
        return host != null && LOOPBACK_NAME.matcher(host.host()).matches();
    }

    private boolean isTrusted(InetAddress address) {
        return trustedProxies.stream().anyMatch(network -> network.matches(new InetSocketAddress(address, ANY_PORT)));
    }

    private static InetAddress address(SocketAddress peer) {
        return Forwarded.parsed(peer.hostAddress()).orElse(UNKNOWN);
    }
}
