// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The stream of an object's bytes. After a broken connection it continues behind the last byte, and only with the
 * object that it began with: a replaced one has another tag.
 */
final class S3Download extends InputStream {
    private final S3Session session;
    private final S3Key key;
    private final String tag;
    private final long bytes;
    private AbortableInputStream from;
    private long position;
    private int failures;

    /**
     * A response whose body is still to be read. The library's own type starts a thread that can't be ended.
     *
     * @param body aborted or read to its end, and closed
     */
    private record Answer(GetObjectResponse head, AbortableInputStream body) {}

    private S3Download(S3Session session, S3Key key, Answer answer) {
        this.session = session;
        this.key = key;
        this.from = answer.body();
        this.tag = answer.head().eTag();
        this.bytes = answer.head().contentLength();
    }

    /** Opens an object. Throws {@link NoSuchFileException} when it does not exist. */
    static S3Download open(S3Session session, S3Key key) throws IOException {
        try {
            Answer answer = ask(session, key, request(key));
            if (answer.head().contentLength() == null || answer.head().eTag() == null) {
                answer.body().abort();
                throw new IOException("cannot read " + key + ": the server does not return its size and tag");
            }
            return new S3Download(session, key, answer);
        } catch (IOException e) {
            if (S3Failure.isMissingObject(e)) {
                NoSuchFileException missing = new NoSuchFileException(key.key());
                missing.initCause(e);
                throw missing;
            }
            throw e;
        }
    }

    private static Answer ask(S3Session session, S3Key key, GetObjectRequest request) throws IOException {
        ResponseTransformer<GetObjectResponse, Answer> streaming = new ResponseTransformer<>() {
            @Override
            public Answer transform(GetObjectResponse head, AbortableInputStream body) {
                return new Answer(head, body);
            }

            @Override
            public boolean needsConnectionLeftOpen() {
                return true;
            }
        };
        return session.call("read " + key, key.bucket(), client -> client.getObject(request, streaming));
    }

    private static GetObjectRequest request(S3Key key) {
        return GetObjectRequest.builder().bucket(key.bucket()).key(key.key()).build();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position < bytes) {
            try {
                if (from == null) {
                    from = goOn();
                }
                int read = from.read(into, offset, length);
                if (read < 0) {
                    throw new IOException("it ended after " + position + " of " + bytes + " bytes");
                }
                position += read;
                failures = 0;
                return read;
            } catch (BrokenOff e) {
                throw e;
            } catch (IOException e) {
                retry(e);
            }
        }
        return -1;
    }

    private void retry(IOException cause) throws IOException {
        abort();
        if (failures++ >= session.retries()) {
            throw new IOException(
                    "cannot read " + key + ": the connection broke " + failures + " times after byte " + position + " ("
                            + cause.getMessage() + "). Try again, and check the network.",
                    cause);
        }
    }

    /** Requests the rest. The client repeats this as often as any request, with pauses. */
    private AbortableInputStream goOn() throws IOException {
        GetObjectRequest rest = request(key).toBuilder()
                .range("bytes=" + position + "-")
                .ifMatch(tag)
                .build();
        try {
            Answer answer = ask(session, key, rest);
            if (!Long.valueOf(bytes - position).equals(answer.head().contentLength())) {
                answer.body().abort();
                throw new BrokenOff(
                        "cannot read " + key + ": the server does not give the rest of an object (Range)", null);
            }
            return answer.body();
        } catch (BrokenOff e) {
            throw e;
        } catch (IOException e) {
            boolean other = S3Failure.isMissingObject(e) || S3Failure.isOtherObject(e);
            throw new BrokenOff(
                    other
                            ? "cannot read " + key + ": it was removed or replaced meanwhile. Try again."
                            : e.getMessage(),
                    e);
        }
    }

    /** A failure after which the download can't continue. */
    private static final class BrokenOff extends IOException {
        BrokenOff(String message, Exception cause) {
            super(message, cause);
        }
    }

    private void abort() {
        if (from != null) {
            from.abort();
            from = null;
        }
    }

    /** Closes the stream. Before its end it drops the connection: much may still come. */
    @Override
    public void close() throws IOException {
        if (position < bytes) {
            abort();
        } else if (from != null) {
            from.close();
            from = null;
        }
        position = bytes;
    }
}
