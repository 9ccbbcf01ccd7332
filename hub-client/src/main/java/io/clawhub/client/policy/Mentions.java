package io.clawhub.client.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.clawhub.client.message.OutgoingMessage;

/** Mentions inside a text: {@code <at user_id="agent_002">Assistant</at>}, or {@code all} for everybody. The tag stays in the text. */
public final class Mentions {

    /** Everybody. */
    public static final String ALL = "all";

    private static final Pattern TAG = Pattern.compile("<at user_id=\"([^\"]+)\">[^<]*</at>");

    private static final Pattern NO_NAME = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\"\\]\\[]");

    private Mentions() {}

    /**
     * Somebody in a group.
     *
     * @param agentId their id
     * @param name how to call them; null: by the id
     * @param agent whether it is a program
     */
    public record Member(String agentId, String name, boolean agent) {}

    /** Whom a text mentions: each once, in order. */
    public static List<String> in(String text) {
        if (text == null || !text.contains("<at ")) {
            return List.of();
        }
        Set<String> found = new LinkedHashSet<>();
        Matcher tags = TAG.matcher(text);
        while (tags.find()) {
            found.add(tags.group(1));
        }
        return List.copyOf(found);
    }

    /** The message with those its text mentions added to its mentions. */
    public static OutgoingMessage added(OutgoingMessage message) {
        Set<String> all = new LinkedHashSet<>(message.mentions());
        return all.addAll(in(message.text())) ? message.withMentions(List.copyOf(all)) : message;
    }

    /** The tag that mentions somebody. */
    public static String tag(String agentId, String name) {
        if (agentId.isEmpty() || agentId.indexOf('"') >= 0) {
            throw new IllegalArgumentException("an id that cannot stand in a tag: " + agentId);
        }
        return "<at user_id=\"" + agentId + "\">" + escaped(name == null ? agentId : name) + "</at>";
    }

    /**
     * What a language model in a group should know before it answers: who is here, and how to mention them. Append it to the
     * prompt.
     *
     * @param self this agent's id
     * @param members who is in the group; empty if that could not be found out
     * @return the hint, or an empty text when there is nothing to explain
     */
    public static String rosterHint(String self, List<Member> members, String text) {
        if (members.isEmpty() && in(text).isEmpty()) {
            return "";
        }
        List<String> lines = new ArrayList<>();
        lines.add("[System: " + tag("ID", "name") + " in a text mentions somebody. You are user_id=\"" + oneLine(self)
                + "\". To mention somebody write such a tag; user_id=\"" + ALL + "\" mentions everybody.");
        for (Member member : members) {
            String name = member.name() == null ? member.agentId() : member.name();
            lines.add(oneLine(name) + (member.agent() ? " (bot)" : "") + ": user_id=\"" + oneLine(member.agentId())
                    + "\"");
        }
        return String.join("\n", lines) + "]";
    }

    private static String escaped(String name) {
        return name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** A name is its owner's: it must neither add lines of its own to a prompt nor end the quotes or brackets it stands in. */
    private static String oneLine(String name) {
        return NO_NAME.matcher(name).replaceAll(" ");
    }
}
