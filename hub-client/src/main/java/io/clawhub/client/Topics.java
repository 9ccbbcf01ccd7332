package io.clawhub.client;

import java.util.concurrent.Executor;

import io.clawhub.client.connection.ConnectionState;
import io.clawhub.client.message.Message;
import io.clawhub.client.wire.WireEvent;

/** What an agent's code can listen to. */
final class Topics {

    /** Where the connection stands, and why if that is known. */
    record Standing(ConnectionState state, Throwable cause) {}

    final Notices notices;
    final Notices.Topic<Message> message;
    final Notices.Topic<Message> status;
    final Notices.Topic<Standing> connection;
    final Notices.Topic<WireEvent.ChannelChanged> channel;
    final Notices.Topic<WireEvent.GroupChanged> group;
    final Notices.Topic<WireEvent.MessageChanged> change;
    final Notices.Topic<WireEvent.Typing> typing;
    final Notices.Topic<WireEvent.Streamed> stream;
    final Notices.Topic<WireEvent.CancelAsked> cancel;
    final RunUpdates runs;

    Topics(Executor threads) {
        notices = new Notices(threads);
        message = notices.topic();
        status = notices.topic();
        connection = notices.topic();
        channel = notices.topic();
        group = notices.topic();
        change = notices.topic();
        typing = notices.topic();
        stream = notices.topic();
        cancel = notices.topic();
        runs = new RunUpdates(threads);
    }

    /** Hands an event to those who listen to it. */
    void tell(WireEvent event, PresenceWatches watches, Streams streams) {
        if (event instanceof WireEvent.ChannelChanged changed) {
            channel.tell(changed);
        } else if (event instanceof WireEvent.GroupChanged changed) {
            group.tell(changed);
        } else if (event instanceof WireEvent.MessageChanged changed) {
            change.tell(changed);
        } else if (event instanceof WireEvent.PresenceChanged changed) {
            watches.changed(changed);
        } else if (event instanceof WireEvent.Typing somebody) {
            typing.tell(somebody);
        } else if (event instanceof WireEvent.Streamed piece) {
            stream.tell(piece);
            runs.piece(piece);
        } else if (event instanceof WireEvent.CancelAsked asked) {
            streams.cancelAsked(asked.runId());
            cancel.tell(asked);
        }
    }
}
