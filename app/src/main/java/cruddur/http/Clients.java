package cruddur.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Tells clients apart by their addresses, also behind proxies, which write them into
/// `X-Forwarded-For`; anybody can write that, so only the listed proxies are believed.
///
/// @param trustedProxies networks
public record Clients(List<IpSubnetFilterRule> trustedProxies) {

    private static final int ANY_PORT = 0;

    private static final Pattern LOOPBACK_NAME =
            Pattern.compile("(?i)localhost|127(\\.[0-9]{1,3}){3}|\\[?::1\\]?");

    /// Reads addresses and networks with commas between them, like `10.0.0.0/8, ::1`.
    ///
    /// @throws IllegalArgumentException if one is neither
    public static Clients behind(String proxies) {
        return new Clients(
                Arrays.stream(proxies.split(",", -1))
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

    /// Where the request comes from: the last address on its way that is no trusted proxy's.
    public InetAddress of(HttpServerRequest request) {
        InetAddress client = parsed(request.remoteAddress().hostAddress());
        List<String> hops = hops(request);
        for (int i = hops.size() - 1; i >= 0 && isTrusted(client); i--) {
            if (NetUtil.createByteArrayFromIpAddressString(hops.get(i)) == null) {
                break;
            }
            client = parsed(hops.get(i));
        }
        return client;
    }

    /// Whether a request is from this machine, and meant for it: a page whose own name was made to
    /// point here sends that name as `Host`, and a proxy the name of its site.
    public boolean isOnThisMachine(HttpServerRequest request) {
        HostAndPort host = request.authority();
        return of(request).isLoopbackAddress()
                && !request.headers().contains("X-Forwarded-For")
                && host != null
                && LOOPBACK_NAME.matcher(host.host()).matches();
    }

    private boolean isTrusted(InetAddress address) {
        return trustedProxies.stream()
                .anyMatch(network -> network.matches(new InetSocketAddress(address, ANY_PORT)));
    }

    private static List<String> hops(HttpServerRequest request) {
        return request.headers().getAll("X-Forwarded-For").stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .toList();
    }

    /// Without the interface that may stand behind a `%`: it is another machine's.
    private static InetAddress parsed(String address) {
        try {
            return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(address));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(address + " is no IP address", e);
        }
    }
}
