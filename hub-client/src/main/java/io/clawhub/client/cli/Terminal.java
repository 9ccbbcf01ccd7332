package io.clawhub.client.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;

/**
 * Where a command reads and writes.
 *
 * @param in what is typed or piped
 * @param out results
 * @param err everything else
 * @param interactive whether a person sits there: input and output are a terminal
 * @param colours whether to use colours and to rewrite lines
 */
public record Terminal(BufferedReader in, PrintWriter out, PrintWriter err, boolean interactive, boolean colours) {

    private static final String DIM = "\u001b[2m";
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";

    private static final char REPLACEMENT = '\uFFFD';
    private static final int NON_JOINER = 0x200C;
    private static final int JOINER = 0x200D;

    /** Whether a person may be asked: NO_COLOR and dumb terminals get no decorations. */
    public static boolean wantsColours(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.getOrDefault("TERM", "dumb"));
    }

    /** Whether input and output are a terminal. From JDK 22 on a console exists without one, so it is asked. */
    public static boolean isPerson(Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }

    /** Text that stands back. */
    public String dim(String text) {
        return colours ? DIM + text + PLAIN : text;
    }

    /** Text that stands out. */
    public String bold(String text) {
        return colours ? BOLD + text + PLAIN : text;
    }

    /** Text of others without what would steer the terminal or turn text around; it may have several lines. */
    public static String harmless(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.replace("\r\n", "\n")
                .codePoints()
                .forEach(c -> plain.appendCodePoint(c == '\n' || c == '\t' || isPlain(c) ? c : REPLACEMENT));
        return plain.toString();
    }

    /** The same for names, ids and reasons, which must not begin lines of their own. */
    public static String line(String text) {
        return harmless(text).replace('\n', REPLACEMENT).replace('\t', ' ');
    }

    /** Whether a character shows as itself. Of the invisible ones only the joiners are, which scripts and emoji need. */
    private static boolean isPlain(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            case Character.FORMAT -> character == NON_JOINER || character == JOINER;
            default -> true;
        };
    }
}
