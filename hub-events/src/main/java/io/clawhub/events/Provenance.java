package io.clawhub.events;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How a message came in.
 *
 * @param protocol the adapter that took it, such as {@code claw}
 * @param authentication how the sender was identified: {@code open} (claimed by name) or {@code token}
 * @param onBehalfOf the participant the sender spoke for, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Provenance(String protocol, String authentication, String onBehalfOf) {}
