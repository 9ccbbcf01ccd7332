package io.clawhub.gateway.websocket;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.util.ReferenceCountUtil;

/**
 * Answers a frame that breaks the WebSocket protocol with the close code that says why: 1009 beyond the size limit, 1007
 * for text that is not UTF-8, 1002 otherwise. Left alone, Vert.x drops the connection without a word, and takes text that
 * is not UTF-8 with its bytes replaced.
 */
final class FrameGuard extends ChannelInboundHandlerAdapter {

    /** So long the client may take to read the close frame; what it still sends meanwhile is thrown away. */
    private static final int GOODBYE_SECONDS = 3;

    private final Consumer<Throwable> onViolation;
    private final Runnable onMessage;
    private boolean violated;

    private FrameGuard(Consumer<Throwable> onViolation, Runnable onMessage) {
        this.onViolation = onViolation;
        this.onMessage = onMessage;
    }

    /** Guards an upgraded channel. {@code onMessage} runs for each message that is on its way to the endpoint. */
    static void install(Channel channel, Consumer<Throwable> onViolation, Runnable onMessage) {
        ChannelPipeline pipeline = channel.pipeline();
        // Vert.x' own handler is the last one.
        String last = pipeline.lastContext().name();
        pipeline.addBefore(last, "utf8", new Utf8FrameValidator(false));
        pipeline.addBefore(last, "guard", new FrameGuard(onViolation, onMessage));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        if (violated) {
            ReferenceCountUtil.release(frame);
        } else {
            if (endsMessage(frame)) {
                onMessage.run();
            }
            context.fireChannelRead(frame);
        }
    }

    private static boolean endsMessage(Object frame) {
        return switch (frame) {
            case TextWebSocketFrame text -> text.isFinalFragment();
            case BinaryWebSocketFrame binary -> binary.isFinalFragment();
            case ContinuationWebSocketFrame rest -> rest.isFinalFragment();
            default -> false;
        };
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (!(failure instanceof CorruptedWebSocketFrameException violation)) {
            context.fireExceptionCaught(failure);
        } else if (!violated) {
            violated = true;
            onViolation.accept(failure);
            context.writeAndFlush(new CloseWebSocketFrame(violation.closeStatus()));
            context.executor().schedule(() -> context.close(), GOODBYE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
