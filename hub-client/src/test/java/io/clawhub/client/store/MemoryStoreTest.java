package io.clawhub.client.store;

class MemoryStoreTest extends MessageStoreContract {

    @Override
    MessageStore make(Limits limits, Samples.HandClock clock) {
        return new MemoryStore("alice", null, limits, clock);
    }
}
