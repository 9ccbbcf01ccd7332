package io.clawhub.gateway.protocol.channel.rest;

import io.clawhub.gateway.protocol.channel.rest.RunText.Taken;

/** The response to one request. Used on its event loop only. */
interface CompletionAnswer {

    /** Whether the client takes more now; {@link #whenReady} tells when it does again. */
    boolean isReady();

    /** Runs this whenever the client takes more again. */
    void whenReady(Runnable callback);

    /** Gives what there is. */
    void give(Taken taken);

    /** There will be no answer. Ends the response. */
    void refuse(CompletionError error);

    /** Some seconds have gone by. False: its client does not read any more. */
    boolean isAlive();
}
