package cruddur.aws;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;

/// The address of one machine on the internet.
public record PublicAddress(InetAddress address) {

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]{2,39}");

    /// The IPv4 networks that are not public addresses of one machine (RFC 6890), among them those that
    /// providers share between customers.
    private static final List<Network> SPECIAL = List.of(
            Network.of("0.0.0.0", 8),
            Network.of("10.0.0.0", 8),
            Network.of("100.64.0.0", 10),
            Network.of("127.0.0.0", 8),
            Network.of("169.254.0.0", 16),
            Network.of("172.16.0.0", 12),
            Network.of("192.0.0.0", 24),
            Network.of("192.168.0.0", 16),
            Network.of("198.18.0.0", 15),
            Network.of("224.0.0.0", 3));

    /// The IPv6 addresses that are assigned to machines.
    private static final Network GLOBAL_UNICAST = Network.of("2000::", 3);

    private record Network(InetAddress base, int bits) {

        static Network of(String base, int bits) {
            return new Network(InetAddress.ofLiteral(base), bits);
        }

        boolean holds(InetAddress address) {
            return prefix(base).equals(prefix(address));
        }

        private BigInteger prefix(InetAddress address) {
            byte[] bytes = address.getAddress();
            return new BigInteger(1, bytes).shiftRight(bytes.length * Byte.SIZE - bits);
        }
    }

    /// Parses an address, without a DNS lookup.
    ///
    /// @throws IllegalArgumentException with a sentence, if the text is not a public address
    public static PublicAddress parse(String text) {
        InetAddress address = read(text.strip());
        if (!isPublic(address)) {
            throw new IllegalArgumentException(
                    text.strip() + " is not a public address. Give the one at which other machines see this one.");
        }
        return new PublicAddress(address);
    }

    private static InetAddress read(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("The address is empty. Give one like 203.0.113.7.");
        }
        if (text.contains("/")) {
            throw new IllegalArgumentException(
                    "A rule allows one machine, not a network. Give an address without a slash, like 203.0.113.7.");
        }
        try {
            if (IPV4.matcher(text).matches() || IPV6.matcher(text).matches()) {
                return InetAddress.ofLiteral(text);
            }
        } catch (IllegalArgumentException _) {
            // It only looks like an IPv6 address.
        }
        throw new IllegalArgumentException("This is not an IP address. Give one like 203.0.113.7 or 2001:db8::7.");
    }

    private static boolean isPublic(InetAddress address) {
        return address instanceof Inet4Address
                ? SPECIAL.stream().noneMatch(network -> network.holds(address))
                : GLOBAL_UNICAST.holds(address);
    }

    public boolean isIpv4() {
        return address instanceof Inet4Address;
    }

    /// The network of this address alone.
    public String cidr() {
        return this + (isIpv4() ? "/32" : "/128");
    }

    /// The same, with the first of IPv6's longest runs of zeros left out.
    @Override
    public String toString() {
        return address.getHostAddress().replaceFirst("(^|:)0(:0)+(:|$)", "::");
    }
}
