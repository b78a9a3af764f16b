// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.s3;

import io.lynchet.api.blob.Upload;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An upload that gathers bytes. An object that fits into one part is sent in one request at the commit. Otherwise each
 * full part is sent, and the commit joins them. Either way the server makes the object visible in one step.
 */
final class S3Upload implements Upload {
    private static final int PARTS_MAX = 10_000;

    private final S3Session session;
    private final S3Key key;
    private final Leftovers leftovers;
    private final PartBuffer buffer;
    private final List<CompletedPart> parts = new ArrayList<>();
    private final OutputStream body = new Body();
    private String uploadId;
    private boolean done;

    private final class Body extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            take(bytes, offset, length);
        }
    }

    S3Upload(S3Session session, S3Key key, Leftovers leftovers) {
        this.session = session;
        this.key = key;
        this.leftovers = leftovers;
        this.buffer = new PartBuffer(session.partBytes());
    }

    @Override
    public OutputStream body() {
        return body;
    }

    private void take(byte[] bytes, int offset, int length) throws IOException {
        if (done) {
            throw new IOException(key + " exists already");
        }
        int taken = 0;
        while (taken < length) {
            // Only when more comes: an object of just one part is a small one.
            if (buffer.isFull()) {
                sendPart();
            }
            taken += buffer.take(bytes, offset + taken, length - taken);
        }
    }

    private void sendPart() throws IOException {
        if (parts.size() == PARTS_MAX) {
            throw new IOException(key + " would have more than " + PARTS_MAX + " parts: make partMib of "
                    + S3Settings.PID + " larger than " + (session.partBytes() >> 20));
        }
        if (uploadId == null) {
            leftovers.end(Instant.now());
            uploadId = call(client -> client.createMultipartUpload(request ->
                            request.bucket(key.bucket()).key(key.key()).serverSideEncryption(session.encryption()))
                    .uploadId());
        }
        int number = parts.size() + 1;
        String tag = call(client -> client.uploadPart(
                        request -> request.bucket(key.bucket())
                                .key(key.key())
                                .uploadId(uploadId)
                                .partNumber(number)
                                .contentMD5(buffer.md5()),
                        buffered())
                .eTag());
        parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        buffer.clear();
    }

    /** Returns the id or tag of the response. The library takes a response without a body for one without values. */
    private String call(Function<S3Client, String> request) throws IOException {
        String answer = session.call("write " + key, key.bucket(), request);
        if (answer == null) {
            throw new IOException("cannot write " + key + ": the response of the server is cut off. Try again.");
        }
        return answer;
    }

    private RequestBody buffered() {
        return RequestBody.fromContentProvider(buffer::open, buffer.size(), "application/octet-stream");
    }

    @Override
    public void commit() throws IOException {
        if (done) {
            throw new IllegalStateException(key + " is committed or closed already");
        }
        if (uploadId == null) {
            put();
        } else {
            sendPart();
            complete();
        }
        done = true;
    }

    private void put() throws IOException {
        call(client -> client.putObject(
                        request -> request.bucket(key.bucket())
                                .key(key.key())
                                .serverSideEncryption(session.encryption())
                                .contentMD5(buffer.md5()),
                        buffered())
                .eTag());
    }

    private void complete() throws IOException {
        call(client -> client.completeMultipartUpload(request -> request.bucket(key.bucket())
                        .key(key.key())
                        .uploadId(uploadId)
                        .multipartUpload(whole -> whole.parts(parts)))
                .eTag());
    }

    @Override
    public void close() throws IOException {
        boolean abandoned = !done && uploadId != null;
        done = true;
        buffer.release();
        if (abandoned) {
            abort();
        }
    }

    private void abort() throws IOException {
        try {
            session.call(
                    "end the upload of " + key,
                    key.bucket(),
                    client -> client.abortMultipartUpload(request ->
                            request.bucket(key.bucket()).key(key.key()).uploadId(uploadId)));
        } catch (IOException e) {
            if (!S3Failure.isMissingObject(e)) {
                throw e;
            }
        }
    }
}
