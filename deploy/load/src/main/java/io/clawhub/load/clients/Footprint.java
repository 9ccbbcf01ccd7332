package io.clawhub.load.clients;

import java.util.List;

import io.clawhub.load.idle.ResidentMemory;

/**
 * What this process holds now.
 *
 * @param heapBytes used after a collection
 * @param resident the system's view of it
 * @param threads the names of its threads
 */
record Footprint(long heapBytes, String resident, List<String> threads) {

    private static final int COLLECTIONS = 3;

    static Footprint now() {
        for (int collection = 0; collection < COLLECTIONS; collection++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        List<String> threads = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .sorted()
                .toList();
        return new Footprint(
                runtime.totalMemory() - runtime.freeMemory(),
                ResidentMemory.of(ProcessHandle.current().pid()),
                threads);
    }

    @Override
    public String toString() {
        return String.format("heap %.1f MiB, %s, %d threads", heapBytes / 1048576.0, resident, threads.size());
    }
}
