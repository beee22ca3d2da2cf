package cruddur.http;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/// Flushes a connection before it is closed. If a body cannot be decoded, Vert.x closes the
/// connection without that, and the client would not receive the answer.
@Sharable
final class FlushBeforeClose extends ChannelOutboundHandlerAdapter {

    private static final FlushBeforeClose INSTANCE = new FlushBeforeClose();

    private FlushBeforeClose() {}

    static void install(HttpConnection connection) {
        ChannelHandlerContext vertx = ((HttpServerConnection) connection).channelHandlerContext();
        vertx.pipeline().addBefore(vertx.name(), "flushBeforeClose", INSTANCE);
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
        context.flush();
        super.close(context, promise);
    }
}
