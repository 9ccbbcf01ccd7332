package io.clawhub.client.store;

import java.io.IOException;
import java.time.Clock;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.client.message.Message;

/** Reads the documents of a workspace that this process does not have open. What cannot be read counts as empty; opening repairs. */
final class ClosedView {

    private ClosedView() {}

    static View read(WorkspaceFiles files) throws IOException {
        ClientState state = new ClientState(null, Limits.standard(), Clock.systemUTC(), NOTHING);
        for (Changed which : Changed.values()) {
            if (which == Changed.LOG) {
                continue;
            }
            ObjectNode body = files.of(which).read().body();
            if (body != null) {
                accept(state, which, body);
            }
        }
        return View.of(state);
    }

    private static void accept(ClientState state, Changed which, ObjectNode body) {
        if (which == Changed.OUTBOX) {
            state.outbox.read(body);
        } else if (which == Changed.PENDING) {
            state.pending.read(body);
        } else if (which == Changed.CONTACTS) {
            state.contacts.read(body);
        } else {
            state.cursors.read(body);
        }
    }

    private static final Journal NOTHING = new Journal() {
        @Override
        public boolean has(String conversationId, String id) {
            return false;
        }

        @Override
        public void append(String conversationId, String kind, ObjectNode line) {
            throw new IllegalStateException("not open");
        }

        @Override
        public Message find(String conversationId, String clientMsgId) {
            return null;
        }
    };
}
