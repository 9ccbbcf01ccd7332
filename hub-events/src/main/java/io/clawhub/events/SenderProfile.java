package io.clawhub.events;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Who a sender was when it said something, so that showing a message takes no look-up.
 *
 * @param name the name to show
 * @param avatar where its picture is, or null
 * @param agent whether it is a program
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SenderProfile(String name, String avatar, boolean agent) {}
