package io.clawhub.gateway.protocol.agentclub.engineio;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.websocket.ManualLoop;

/** A session on fake transports, at a time that passes when the test says so. */
final class SessionFixture implements EngineIoSession.EngineIoRegister, EngineIoApplication, EngineIoReceiver {

    static final int MAX_PAYLOAD = 100;

    final ManualLoop loop = new ManualLoop();
    final List<String> heard = new ArrayList<>();
    final List<String> written = new ArrayList<>();
    final EngineIoSession session;
    /** What the application does with a message, beside keeping it. */
    Consumer<String> onMessage = message -> {};

    int ends;
    int closes;

    SessionFixture() {
        var settings = new EngineIoSettings(25_000, 20_000, MAX_PAYLOAD, 10);
        session = new EngineIoSession(
                "id", new Handshake(null, null, null, "here"), loop, settings, this, loop::nanoTime);
    }

    /** Opened by HTTP. */
    static SessionFixture overHttp() {
        SessionFixture fixture = new SessionFixture();
        fixture.session.open(new FakeAnswer(), fixture);
        return fixture;
    }

    FakeAnswer poll() {
        FakeAnswer answer = new FakeAnswer();
        session.poll(answer);
        loop.turn();
        return answer;
    }

    FakeAnswer post(String payload) {
        FakeAnswer answer = new FakeAnswer();
        session.post(payload, answer);
        loop.turn();
        return answer;
    }

    /** Writes packets; what becomes of them is kept. */
    void write(String... packets) {
        for (String packet : packets) {
            session.write(packet, ok -> written.add(packet + " " + ok));
        }
        loop.turn();
    }

    /** A socket that probes the session. */
    EngineIoSocket probe(FakeSocket fake) {
        EngineIoSocket socket = new EngineIoSocket(fake, Runnable::run, Runnable::run);
        socket.belongTo(session);
        session.probe(socket);
        return socket;
    }

    /** Lets time pass, with a sweep every second. */
    void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            loop.pass(1_000);
            if (session.isDue(loop.nanoTime())) {
                session.tick();
                loop.turn();
            }
        }
    }

    @Override
    public void confirmed() {}

    @Override
    public void ended(EngineIoSession ended, boolean confirmed) {
        ends++;
    }

    @Override
    public void refused(HubError error) {
        heard.add("refused " + error);
    }

    @Override
    public boolean isServed() {
        return true;
    }

    @Override
    public EngineIoReceiver open(EngineIoSession opened) {
        return this;
    }

    @Override
    public void message(String data) {
        heard.add(data);
        onMessage.accept(data);
    }

    @Override
    public void touched() {}

    @Override
    public void closed() {
        closes++;
    }
}
