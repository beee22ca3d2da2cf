package cruddur.localcognito;

import cruddur.http.Clients;
import cruddur.http.Network;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;

/// The client that sent a request.
///
/// @param address its IP address
record Caller(HttpServerRequest http, InetAddress address) {

    /// If this server itself is the client, because a person uses its page, the address is the person's.
    static Caller of(HttpServerRequest http, Clients clients, Input input) {
        InetAddress peer = clients.of(http);
        return new Caller(http, isOfThisMachine(http, clients) ? endUser(input).orElse(peer) : peer);
    }

    /// Whether the request comes from this machine. A server that listens on another address than loopback
    /// connects to itself from that address.
    private static boolean isOfThisMachine(HttpServerRequest http, Clients clients) {
        return clients.isOnThisMachine(http)
                || (http.remoteAddress()
                                .hostAddress()
                                .equals(http.localAddress().hostAddress())
                        && !http.headers().contains("X-Forwarded-For")
                        && !http.headers().contains("Forwarded"));
    }

    private static Optional<InetAddress> endUser(Input input) {
        return input.optionalObject("UserContextData")
                .flatMap(context -> context.optionalText("IpAddress"))
                .map(NetUtil::createByteArrayFromIpAddressString)
                .map(Caller::address);
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address of IP has 4 or 16 bytes", e);
        }
    }

    Network network() {
        return Network.of(address);
    }

    /// The client's network, as the database's digests contain it.
    String client() {
        byte[] prefix = new byte[network().prefix().remaining()];
        network().prefix().duplicate().get(prefix);
        return HexFormat.of().formatHex(prefix);
    }

    /// Whether no answer can reach the client: it has disconnected, or the request has timed out.
    boolean hasGivenUp() {
        HttpServerResponse response = http.response();
        return response.closed() || response.ended();
    }
}
