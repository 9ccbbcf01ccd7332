package io.clawhub.gateway.core.attachments;

/** Makes what a client calls a file harmless as a name on somebody else's disk. */
public final class FileNames {

    /** Most file systems take 255 bytes; in UTF-8 a character may need four. */
    private static final int MAX_LENGTH = 63;

    private static final String NAMELESS = "file";

    private FileNames() {}

    /** The last part of the path, without control, formatting and unpaired surrogate characters; {@code file} if nothing is left. */
    public static String safe(String name) {
        if (name == null) {
            return NAMELESS;
        }
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        StringBuilder safe = new StringBuilder();
        last.codePoints().filter(FileNames::isHarmless).forEach(safe::appendCodePoint);
        String plain = safe.toString().strip();
        return plain.isEmpty() || plain.chars().allMatch(c -> c == '.') ? NAMELESS : shortened(plain);
    }

    /** Formatting characters turn text around, so that {@code exe} reads as another ending. */
    private static boolean isHarmless(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Keeps the ending, which says what to open it with. */
    private static String shortened(String name) {
        int length = name.codePointCount(0, name.length());
        if (length <= MAX_LENGTH) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String ending = dot > 0 && name.length() - dot <= 10 ? name.substring(dot) : "";
        int kept = MAX_LENGTH - ending.codePointCount(0, ending.length());
        return name.substring(0, name.offsetByCodePoints(0, kept)) + ending;
    }
}
