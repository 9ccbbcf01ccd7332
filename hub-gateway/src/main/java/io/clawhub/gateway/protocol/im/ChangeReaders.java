package io.clawhub.gateway.protocol.im;

import java.util.Map;
import java.util.function.Function;

import com.fasterxml.jackson.databind.node.TextNode;

import io.clawhub.gateway.core.MessageCommand;
import io.clawhub.gateway.json.JsonFields;

/** Reads what is done to messages. */
final class ChangeReaders {

    private ChangeReaders() {}

    static void addTo(Map<String, Function<JsonFields, ImFrame>> readers) {
        readers.put(
                "edit",
                fields -> AskFrame.of(new MessageCommand.EditMessage(
                        fields.id("key"),
                        fields.requiredId("id"),
                        TextNode.valueOf(fields.requiredText("text")),
                        ChatReaders.details(fields))));
        readers.put(
                "delete",
                fields -> AskFrame.of(new MessageCommand.DeleteMessage(fields.id("key"), fields.requiredId("id"))));
        readers.put(
                "react",
                fields -> AskFrame.of(new MessageCommand.React(
                        fields.id("key"),
                        fields.requiredId("id"),
                        fields.requiredText("reaction"),
                        fields.flag("on", true))));
    }
}
