package io.clawhub.gateway.core.streams;

import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

import io.micrometer.core.instrument.Counter;

import io.clawhub.gateway.core.log.StreamLog;

/**
 * What the runs of a gateway share.
 *
 * @param log where their pieces go
 * @param timer runs a step after so many milliseconds, on any thread
 * @param nanoClock the time
 * @param texts the room for what they say
 * @param unshown counts pieces that are not shown
 */
record RunOutlet(
        StreamLog log, BiConsumer<Long, Runnable> timer, LongSupplier nanoClock, RunTexts texts, Counter unshown) {}
