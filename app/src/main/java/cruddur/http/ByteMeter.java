package cruddur.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;

/// Charges a budget for the memory that one connection takes: bytes of requests that are not
/// answered yet, and bytes of answers that are not sent yet. If the budget is used up, the request or
/// the connection ends.
///
/// It also makes the connections of an event loop take turns: each turn reads a little of one.
///
/// Lives on the connection's event loop.
final class ByteMeter extends ChannelDuplexHandler {

    /// Larger than a usual request. A connection may hold about as much uncharged: the beginning of a
    /// request that arrived with the end of the one before it.
    static final int TURN = 4 * 1024;

    /// The size of a decoded request's objects, in bytes; even a short request has them.
    private static final int OBJECTS = 1024;

    private static final RecvByteBufAllocator ONE_TURN = new FixedRecvByteBufAllocator(TURN).maxMessagesPerRead(1);

    private record Charge(Optional<Network> client, long bytes) {}

    private static final String DECODER = "httpDecoder";

    private static final String DECODED = "decoded";

    private final Budget budget;
    private final Optional<Network> peer;
    private final Charge nothing;
    private final Function<HttpRequest, Optional<Network>> clients;
    private final Deque<Charge> unanswered = new ArrayDeque<>();
    private Charge arriving;
    private Charge leaving;
    private final Channel channel;
    private int answered;
    private boolean isDeaf;
    private Optional<Runnable> onOverrun = Optional.empty();

    /// @param peer the client to charge for the connection
    /// @param clients the client to charge for a request, once its head has arrived
    ByteMeter(
            Channel channel, Budget budget, Optional<Network> peer, Function<HttpRequest, Optional<Network>> clients) {
        this.channel = channel;
        this.budget = budget;
        this.peer = peer;
        this.clients = clients;
        this.nothing = new Charge(peer, 0);
        this.arriving = nothing;
        this.leaving = nothing;
    }

    void install() {
        channel.config().setRecvByteBufAllocator(ONE_TURN);
        channel.pipeline().addFirst(this).addAfter(DECODER, DECODED, decoded());
    }

    /// Runs this, instead of closing the connection, if the rest of the current body is too large.
    void onOverrun(Runnable action) {
        onOverrun = Optional.of(action);
    }

    /// Discards further input; the connection stays open only until the client has read its last answer.
    void becomeDeaf() {
        isDeaf = true;
    }

    /// Begins an answer that goes on, after which the connection ends. The request is settled, and what reads
    /// requests is not kept for an hour.
    void becomeStream() {
        becomeDeaf();
        answered();
        channel.eventLoop().execute(this::removeDecoder);
    }

    /// What is left in the decoder would be taken for a message.
    private void removeDecoder() {
        if (channel.pipeline().get(DECODER) instanceof StrictDecoder decoder && decoder.isEmpty()) {
            channel.pipeline().remove(DECODED);
            channel.pipeline().remove(DECODER);
        }
    }

    boolean isDeaf() {
        return isDeaf;
    }

    /// Marks the oldest unanswered request as answered.
    void answered() {
        onOverrun = Optional.empty();
        answered++;
        settle();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object part) {
        if (!isDeaf && charge(((ByteBuf) part).readableBytes())) {
            context.fireChannelRead(part);
        } else {
            ReferenceCountUtil.release(part);
            overrun(context);
        }
    }

    private void overrun(ChannelHandlerContext context) {
        if (!isDeaf) {
            isDeaf = true;
            onOverrun.ifPresentOrElse(Runnable::run, () -> close(context));
        }
    }

    private boolean charge(long bytes) {
        boolean fits = budget.take(arriving.client, bytes);
        if (fits) {
            arriving = new Charge(arriving.client, arriving.bytes + bytes);
        }
        return fits;
    }

    /// Handles the decoder's output.
    private ChannelHandler decoded() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                if (message instanceof HttpRequest request) {
                    begun(request);
                }
                if (message instanceof LastHttpContent) {
                    completed();
                }
                context.fireChannelRead(message);
            }
        };
    }

    private void begun(HttpRequest request) {
        Charge before = arriving;
        giveBack(before);
        arriving = new Charge(clients.apply(request), 0);
        if (!charge(before.bytes + OBJECTS)) {
            request.setDecoderResult(DecoderResult.failure(new RefusedException(Reply.BUSY)));
        }
    }

    private void completed() {
        unanswered.add(arriving);
        arriving = nothing;
        settle();
    }

    /// Settles answered requests that have arrived completely; an answer may come before the end of its request.
    private void settle() {
        while (answered > 0 && !unanswered.isEmpty()) {
            answered--;
            giveBack(unanswered.remove());
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        var _ = context.write(message, promise.unvoid().addListener(written -> OutOfMemory.exitIf(written.cause())));
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        context.flush();
        chargeUnsent(context);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        chargeUnsent(context);
        context.fireChannelWritabilityChanged();
    }

    private void chargeUnsent(ChannelHandlerContext context) {
        ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
        long unsent = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        giveBack(leaving);
        boolean fits = unsent == 0 || budget.take(peer, unsent);
        leaving = fits && unsent > 0 ? new Charge(peer, unsent) : nothing;
        if (!fits) {
            close(context);
        }
    }

    private static void close(ChannelHandlerContext context) {
        var _ = context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        isDeaf = true;
        // The decoder may still emit what it holds.
        context.fireChannelInactive();
        unanswered.forEach(this::giveBack);
        unanswered.clear();
        giveBack(arriving);
        giveBack(leaving);
        arriving = nothing;
        leaving = nothing;
    }

    private void giveBack(Charge charge) {
        if (charge.bytes > 0) {
            budget.giveBack(charge.client, charge.bytes);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        OutOfMemory.exitIf(cause);
        context.fireExceptionCaught(cause);
    }
}
