package cruddur.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The addresses on a request's way, as its proxies report them. Each proxy appends the address that
/// it received the request from to `X-Forwarded-For` or to `Forwarded` (RFC 7239), sometimes with a
/// port.
final class Forwarded {

    private static final String X_FORWARDED_FOR = "X-Forwarded-For";
    private static final String FORWARDED = "Forwarded";

    /// An IPv6 address with a port is in brackets. The port may be a name (`_http`) instead of a number.
    private static final Pattern NODE =
            Pattern.compile("(?:\\[([^\\]]*)\\]|([0-9.]+))(?::(?:[0-9]{1,5}|_[A-Za-z0-9._-]{1,64}))?");

    private Forwarded() {}

    static boolean isPresent(Function<String, List<String>> headers) {
        return !headers.apply(X_FORWARDED_FOR).isEmpty()
                || !headers.apply(FORWARDED).isEmpty();
    }

    /// The addresses, the nearest last; empty for a hidden or unreadable one.
    ///
    /// A client can send the header that its proxy does not write. If both headers exist and their
    /// nearest addresses differ, the proxy's header is unknown.
    static List<Optional<InetAddress>> hops(Function<String, List<String>> headers) {
        List<Optional<InetAddress>> common = hops(headers.apply(X_FORWARDED_FOR), Forwarded::words);
        List<Optional<InetAddress>> standard =
                hops(headers.apply(FORWARDED), line -> new ForwardedElements(line).nodes());
        if (common.isEmpty() || standard.isEmpty()) {
            return common.isEmpty() ? standard : common;
        }
        return common.getLast().equals(standard.getLast()) ? common : List.of(Optional.empty());
    }

    private static List<Optional<InetAddress>> hops(List<String> lines, Function<String, List<String>> nodes) {
        return lines.stream()
                .flatMap(line -> nodes.apply(line).stream())
                .map(Forwarded::address)
                .toList();
    }

    private static List<String> words(String line) {
        return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
    }

    private static Optional<InetAddress> address(String node) {
        Matcher matcher = NODE.matcher(node);
        if (!matcher.matches()) {
            return parsed(node);
        }
        return parsed(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }

    /// The address without the interface after a `%`, which is another machine's.
    static Optional<InetAddress> parsed(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        try {
            return bytes == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(address + " is no IP address", e);
        }
    }
}
