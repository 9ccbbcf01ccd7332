package io.clawhub.gateway.protocol.agentclub.files;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Locale;

import org.apache.commons.fileupload.FileItemIterator;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.MultipartStream;
import org.apache.commons.fileupload.RequestContext;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.attachments.FileNames;
import io.clawhub.gateway.files.FileRequests;

/** The form of an upload, read as it comes: nothing of it is kept. The whole of it has a limit, and only one part counts. Blocks. */
final class UploadForm {

    private static final String PART = "file";

    private final InputStream whole;
    private final FileItemIterator parts;

    /**
     * A file in the form.
     *
     * @param name made harmless; its ending is in lower case
     * @param kind by the last ending
     * @param bytes end only when the whole form has come and was sound
     */
    record Part(String name, FileKind kind, InputStream bytes) {}

    /**
     * The form in a body.
     *
     * @param maxBytes of the whole body: exactly so many are still read
     * @throws HubException {@link HubError#MISSING_FIELDS} when it is no form
     */
    UploadForm(String contentType, InputStream body, long maxBytes) throws IOException {
        this.whole = new Limited(body, maxBytes);
        FileUpload reader = new FileUpload();
        reader.setHeaderEncoding("UTF-8");
        try {
            this.parts = reader.getItemIterator(new Context(contentType, whole));
        } catch (FileUploadException | MultipartStream.MalformedStreamException e) {
            throw noForm();
        }
    }

    /**
     * The part named {@code file}; what stands before it is skipped.
     *
     * @throws HubException {@link HubError#MISSING_FIELDS} when there is none, {@link HubError#ATTACHMENT_REFUSED} for a kind that is not taken
     *     or bytes that are not of this kind, {@link HubError#MESSAGE_TOO_LARGE}, also while its bytes are read
     */
    Part file() throws IOException {
        try {
            while (parts.hasNext()) {
                FileItemStream part = parts.next();
                if (PART.equals(part.getFieldName()) && !part.isFormField()) {
                    return checked(part);
                }
            }
        } catch (FileUploadException | MultipartStream.MalformedStreamException e) {
            throw noForm();
        }
        throw new HubException(HubError.MISSING_FIELDS, "a multipart form with one part named file is needed");
    }

    private Part checked(FileItemStream part) throws IOException {
        String name = withLowerCaseEnding(FileNames.safe(part.getName()));
        FileKind kind = FileKind.of(name);
        if (kind == null) {
            throw new HubException(HubError.ATTACHMENT_REFUSED, "files with this ending are not taken");
        }
        InputStream bytes = new ToTheEnd(part.openStream());
        byte[] head = bytes.readNBytes(FileContent.HEAD_BYTES);
        if (!kind.content().fits(head)) {
            throw new HubException(
                    HubError.ATTACHMENT_REFUSED,
                    head.length == 0 ? "the file is empty" : "the file is not what its ending says");
        }
        return new Part(name, kind, new SequenceInputStream(new ByteArrayInputStream(head), bytes));
    }

    private static String withLowerCaseEnding(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot) + name.substring(dot).toLowerCase(Locale.ROOT);
    }

    private static HubException noForm() {
        return new HubException(HubError.MISSING_FIELDS, "this is no multipart form, or not the whole of one");
    }

    /** The file is over when the form is: what comes after it counts, and may be missing. */
    private final class ToTheEnd extends FilterInputStream {

        private boolean ended;

        ToTheEnd(InputStream file) {
            super(file);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (ended) {
                return -1;
            }
            try {
                int count = super.read(target, offset, length);
                if (count < 0) {
                    ended = true;
                    while (parts.hasNext()) {
                        parts.next();
                    }
                    whole.transferTo(OutputStream.nullOutputStream());
                }
                return count;
            } catch (FileUploadException | MultipartStream.MalformedStreamException e) {
                throw noForm();
            }
        }

        /** The form may be broken; whoever stops early does not care. */
        @Override
        public void close() {
            ended = true;
        }
    }

    private static final class Limited extends FilterInputStream {

        private final long maxBytes;
        private long read;

        Limited(InputStream body, long maxBytes) {
            super(body);
            this.maxBytes = maxBytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            read += Math.max(0, count);
            if (read > maxBytes) {
                throw FileRequests.tooLarge(maxBytes);
            }
            return count;
        }
    }

    private record Context(String contentType, InputStream body) implements RequestContext {

        @Override
        public String getCharacterEncoding() {
            return "UTF-8";
        }

        @Override
        public String getContentType() {
            return contentType;
        }

        @Override
        @SuppressWarnings("deprecation")
        public int getContentLength() {
            return -1;
        }

        @Override
        public InputStream getInputStream() {
            return body;
        }
    }
}
