package io.clawhub.gateway.protocol.agentclub.engineio;

/** The packets of a POST that are not handed on yet, and its answer. */
final class HeldPost {

    private final String payload;
    private final HttpAnswer answer;
    private int next;

    HeldPost(String payload, HttpAnswer answer) {
        this.payload = payload;
        this.answer = answer;
    }

    HttpAnswer answer() {
        return answer;
    }

    boolean hasNext() {
        return next <= payload.length();
    }

    /** The next packet. An empty one is one too: it is refused as such. */
    String next() {
        int end = payload.indexOf(EngineIoPacket.SEPARATOR, next);
        if (end < 0) {
            end = payload.length();
        }
        String packet = payload.substring(next, end);
        next = end + 1;
        return packet;
    }
}
