package io.clawhub.gateway.core.messages;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.conversations.ConversationDirectory;
import io.clawhub.gateway.core.log.EventLog;
import io.clawhub.gateway.core.services.ServiceRegistry;

/** Makes a message service over doubles. */
public final class MessageServiceAccess {

    private MessageServiceAccess() {}

    /** A message service without memory of earlier tests. */
    public static MessageService over(
            EventLog log, ConversationDirectory conversations, ServiceRegistry services, GatewayConfig config) {
        return new MessageService(
                log,
                DeliveryReceiptsAccess.receipts(event -> {}),
                new MessageRouter(conversations, services),
                new SenderProfiles(id -> null),
                config);
    }
}
