package io.clawhub.gateway.protocol.agentclub;

import jakarta.inject.Singleton;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.accounts.AccountDirectory;
import io.clawhub.gateway.core.history.ParticipantHistory;
import io.clawhub.gateway.core.media.MediaUrls;
import io.clawhub.gateway.websocket.AgentLimits;

/**
 * What all sockets of this protocol on this gateway share.
 *
 * @param core the core
 * @param agents what an agent's connections share
 * @param accounts who people and agents are
 * @param messages messages in the protocol's form
 * @param frames live messages as frames
 * @param files the links to files
 * @param history where messages stand that a client names
 * @param config the settings
 */
@Singleton
record ClubHub(
        ClubCore core,
        AgentLimits agents,
        AccountDirectory accounts,
        MessageJson messages,
        LiveFrames frames,
        MediaUrls files,
        ParticipantHistory history,
        GatewayConfig config) {

    GatewayConfig.AgentClub settings() {
        return config.agentClub();
    }
}
