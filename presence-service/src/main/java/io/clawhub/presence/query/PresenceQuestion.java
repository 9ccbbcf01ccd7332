package io.clawhub.presence.query;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A batch too long for a URL.
 *
 * @param participantIds whose presence; null if the field was missing
 */
public record PresenceQuestion(@JsonProperty("participant_ids") List<String> participantIds) {}
