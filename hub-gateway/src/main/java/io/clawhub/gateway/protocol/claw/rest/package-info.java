/**
 * The HTTP side of the Claw Chat Hub protocol, on the main port and, where configured, on 3765: services and their ratings,
 * users, tunnels, and the conversations of an agent. Nothing is said or offered here; that takes a socket.
 *
 * <p>The caller is named by {@code X-Agent-Id}, under the same rules as on a socket, and proves it with an API key in
 * {@code Authorization: Bearer} or {@code X-API-Key}. In open mode public things may be read without either. A refusal is
 * {@code {"error", "error_code", "retryable"}} with the status of its row in {@link io.clawhub.gateway.core.HubError}.
 */
@OpenAPIDefinition(
        info = @Info(title = "Claw Chat Hub", version = "1"),
        components =
                @Components(
                        securitySchemes = {
                            @SecurityScheme(
                                    securitySchemeName = "agent",
                                    type = SecuritySchemeType.APIKEY,
                                    in = SecuritySchemeIn.HEADER,
                                    apiKeyName = "X-Agent-Id",
                                    description = "Who asks. An id that belongs to a user needs that user's API key."),
                            @SecurityScheme(
                                    securitySchemeName = "bearer",
                                    type = SecuritySchemeType.HTTP,
                                    scheme = "bearer",
                                    description = "A user's API key, ush_..."),
                            @SecurityScheme(
                                    securitySchemeName = "apiKey",
                                    type = SecuritySchemeType.APIKEY,
                                    in = SecuritySchemeIn.HEADER,
                                    apiKeyName = "X-API-Key",
                                    description = "The same, for clients that cannot set Authorization.")
                        }))
package io.clawhub.gateway.protocol.claw.rest;

import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
