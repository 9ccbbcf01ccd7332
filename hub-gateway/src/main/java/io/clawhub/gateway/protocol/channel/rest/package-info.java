/**
 * The channel for clients of the OpenAI Chat Completions API: {@code POST /api/v1/chat/completions}. A request asks an agent in
 * a session, as a {@code chat} frame does, and answers with the run it made: as it grows, or whole.
 *
 * <p>The way of a request: {@link io.clawhub.gateway.protocol.channel.rest.CompletionsRoute}, {@link
 * io.clawhub.gateway.protocol.channel.rest.CompletionRequest}, {@link io.clawhub.gateway.protocol.channel.rest.Completion},
 * {@code core.sessions}; and back: {@link io.clawhub.gateway.protocol.channel.rest.RunText}, {@link
 * io.clawhub.gateway.protocol.channel.rest.CompletionAnswer}. Refusals have OpenAI's form, {@link
 * io.clawhub.gateway.protocol.channel.rest.CompletionError}.
 */
package io.clawhub.gateway.protocol.channel.rest;
