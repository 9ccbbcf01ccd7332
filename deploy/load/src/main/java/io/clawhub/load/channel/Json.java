package io.clawhub.load.channel;

/** Fields of frames whose strings hold nothing escaped: reading all of their JSON would be most of what is measured. */
final class Json {

    private Json() {}

    /** A text field, or null. */
    static String text(String frame, String name) {
        String start = "\"" + name + "\":\"";
        int from = frame.indexOf(start);
        if (from < 0) {
            return null;
        }
        int to = frame.indexOf('"', from + start.length());
        return frame.substring(from + start.length(), to);
    }

    /** Whether the frame is of this type, of the channel or of the hub's own protocol. */
    static boolean isType(String frame, String key, String type) {
        return frame.contains("\"" + key + "\":\"" + type + "\"");
    }
}
