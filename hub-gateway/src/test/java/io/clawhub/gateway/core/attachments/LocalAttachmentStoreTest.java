package io.clawhub.gateway.core.attachments;

import java.nio.file.Path;
import java.time.Clock;

class LocalAttachmentStoreTest extends AttachmentStoreContract {

    @Override
    AttachmentStore store() {
        return new LocalAttachmentStore(directory, Clock.systemUTC());
    }

    @Override
    Path incoming() {
        return directory.resolve("incoming");
    }
}
