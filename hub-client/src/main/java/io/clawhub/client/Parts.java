package io.clawhub.client;

import io.clawhub.client.connection.ClientThreads;
import io.clawhub.client.connection.Connection;
import io.clawhub.client.connection.KeptConnection;
import io.clawhub.client.connection.Timer;
import io.clawhub.client.store.MessageStore;
import io.clawhub.client.store.WorkspaceConfig;
import io.clawhub.client.store.WorkspaceStore;
import io.clawhub.client.wire.Wire;

/** What a client stands on: a store, connections, and a clock. */
interface Parts {

    /** The agent's workspace, not open yet. */
    MessageStore store(IMClientBuilder settings);

    /** A connection, not open yet. */
    Connection connection(IMClientBuilder settings, Wire wire, Connection.Listener listener);

    /** The process's alarm clock. */
    Timer timer();

    /** The disk, the network and the process's clock. */
    static Parts real() {
        return new Parts() {
            @Override
            public MessageStore store(IMClientBuilder settings) {
                WorkspaceConfig.Mode mode =
                        settings.mode == null ? null : WorkspaceConfig.Mode.valueOf(settings.mode.name());
                WorkspaceConfig.Given given =
                        new WorkspaceConfig.Given(settings.serverUrl, settings.clientId, mode, null, null, null);
                return WorkspaceStore.of(settings.directory(), settings.agentId, given);
            }

            @Override
            public Connection connection(IMClientBuilder settings, Wire wire, Connection.Listener listener) {
                return new KeptConnection(wire, listener, settings.connection);
            }

            @Override
            public Timer timer() {
                return ClientThreads.timer();
            }
        };
    }
}
