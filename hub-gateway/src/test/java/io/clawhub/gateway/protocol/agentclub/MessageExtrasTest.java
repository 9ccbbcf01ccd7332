package io.clawhub.gateway.protocol.agentclub;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.clawhub.events.MessageDetails;
import io.clawhub.events.MessageDetails.Attachment;

import static org.assertj.core.api.Assertions.assertThat;

class MessageExtrasTest {

    private static final Attachment PHOTO = new Attachment("att_1", "photo.png", "image/png", 7, null);

    @Test
    void aPlainTextNeedsNothing() {
        MessageDetails details = MessageExtras.details(send("text", null, null), null);

        assertThat(details.metadata()).isNull();
        assertThat(details.kind()).isNull();
        assertThat(MessageExtras.of(details)).isEqualTo(new MessageExtras("text", "", ""));
        assertThat(MessageExtras.of(null)).isEqualTo(new MessageExtras("text", "", ""));
    }

    @Test
    void aFileOfOursSaysItsKindAndName() {
        MessageDetails details = MessageExtras.details(send("image", "/media/x", "photo.png"), PHOTO);

        assertThat(details.attachments()).containsExactly(PHOTO);
        assertThat(details.metadata()).isNull();
        assertThat(MessageExtras.of(details)).isEqualTo(new MessageExtras("image", "", "photo.png"));
    }

    @Test
    void whatDoesNotFollowFromTheFileIsKept() {
        MessageDetails details = MessageExtras.details(send("video", "/media/x", "holiday"), PHOTO);

        assertThat(MessageExtras.of(details)).isEqualTo(new MessageExtras("video", "", "holiday"));
    }

    @Test
    void aFileElsewhereIsALink() {
        MessageDetails details = MessageExtras.details(send("markdown", "https://example.org/a", "a.md"), null);

        assertThat(details.attachments()).isEmpty();
        assertThat(MessageExtras.of(details)).isEqualTo(new MessageExtras("markdown", "https://example.org/a", "a.md"));
    }

    @Test
    void otherProtocolsFilesGoIntoTheFourKinds() {
        for (String type : List.of("application/pdf", "text/plain", "nonsense")) {
            assertThat(MessageExtras.bucket(new Attachment("att_1", "n", type, 1, null)))
                    .isEqualTo("file");
        }
        assertThat(MessageExtras.bucket(new Attachment("att_1", "n", "audio/ogg", 1, null)))
                .isEqualTo("audio");
    }

    private static ClubEvent.SendMessage send(String contentType, String fileUrl, String fileName) {
        return new ClubEvent.SendMessage(
                new ChatRef("dc_1", false), "", contentType, fileUrl, fileName, List.of(), null, null);
    }
}
