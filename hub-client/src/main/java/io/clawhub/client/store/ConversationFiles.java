package io.clawhub.client.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which files a conversation has. An id serves as a file name only if it is harmless on every file system; all others are
 * hashed, and the file's first line has the true id.
 */
final class ConversationFiles {

    private static final Pattern HARMLESS = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
    private static final Pattern DEVICE = Pattern.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");
    /** What older segments are called; an id that ends so would be taken for one. */
    private static final Pattern NUMBERED = Pattern.compile("(.*)\\.([0-9]{6})");

    private static final String SUFFIX = ".jsonl";
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private final Path directory;

    ConversationFiles(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    /** The file that is appended to. */
    Path active(String conversationId) {
        return directory.resolve(name(conversationId) + SUFFIX);
    }

    /** The name under which the file of a conversation is kept, without suffix. */
    static String name(String conversationId) {
        boolean harmless = HARMLESS.matcher(conversationId).matches()
                && !conversationId.endsWith(".")
                && !DEVICE.matcher(conversationId).matches()
                && !NUMBERED.matcher(conversationId).matches();
        return harmless ? conversationId : "~" + hash(conversationId);
    }

    /** Base32 of the SHA-256, lower case. */
    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return base32(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte next : bytes) {
            buffer = (buffer << 8 | next & 0xff) & 0xfff;
            bits += 8;
            while (bits >= 5) {
                text.append(ALPHABET.charAt(buffer >> bits - 5 & 31));
                bits -= 5;
            }
        }
        return bits == 0
                ? text.toString()
                : text.append(ALPHABET.charAt(buffer << 5 - bits & 31)).toString();
    }

    /** The id of the direct conversation of two, until the hub has named it. */
    static String direct(String one, String other) {
        String pair = one.compareTo(other) <= 0 ? one + "\n" + other : other + "\n" + one;
        return "dm_" + hash(pair);
    }

    /** Older segments, oldest first, then the active file if there is one. */
    List<Path> segments(String conversationId) throws IOException {
        String name = name(conversationId);
        TreeMap<String, Path> older = new TreeMap<>();
        for (Path file : list(name + ".??????" + SUFFIX)) {
            Matcher numbered = NUMBERED.matcher(base(file));
            if (numbered.matches() && numbered.group(1).equals(name)) {
                older.put(numbered.group(2), file);
            }
        }
        List<Path> files = new ArrayList<>(older.values());
        Path active = active(conversationId);
        if (Files.exists(active)) {
            files.add(active);
        }
        return files;
    }

    /** Where the active file goes when it is full. */
    Path next(String conversationId) throws IOException {
        int last = 0;
        for (Path file : segments(conversationId)) {
            Matcher numbered = NUMBERED.matcher(base(file));
            if (numbered.matches()) {
                last = Math.max(last, Integer.parseInt(numbered.group(2)));
            }
        }
        return directory.resolve(name(conversationId) + String.format(Locale.ROOT, ".%06d", last + 1) + SUFFIX);
    }

    /** The ids of all conversations that have a file, in the order of their names. */
    List<String> conversations() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path file : list("*" + SUFFIX)) {
            Matcher numbered = NUMBERED.matcher(base(file));
            names.add(numbered.matches() ? numbered.group(1) : base(file));
        }
        List<String> ids = new ArrayList<>();
        for (String name : names) {
            String id = name.startsWith("~") ? trueId(name) : name;
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    /** From the head of any of the files; null when none can be read. */
    private String trueId(String name) throws IOException {
        for (Path file : list(name + "*" + SUFFIX)) {
            String id = Json.text(LogReader.head(file), "conversation_id");
            if (id != null && name(id).equals(name)) {
                return id;
            }
        }
        return null;
    }

    private static String base(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    private List<Path> list(String glob) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
                stream.forEach(files::add);
            }
        }
        return files;
    }
}
