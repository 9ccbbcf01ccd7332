package io.clawhub.presence.query;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Body of a refusal.
 *
 * @param error what was wrong with the question, in words
 */
public record QueryError(@JsonProperty("error") String error) {}
