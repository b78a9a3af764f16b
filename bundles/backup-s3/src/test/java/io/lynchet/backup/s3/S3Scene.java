// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.s3;

import io.lynchet.api.blob.BlobLocation;
import io.lynchet.api.blob.Upload;
import io.lynchet.testkit.s3.BadLine;
import io.lynchet.testkit.s3.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Random;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.S3Client;

/** A server, a bad line to it, and places there; nothing is left of it when it is closed. */
final class S3Scene implements AutoCloseable {
    static final String PLACE = "s3://" + S3Server.BUCKET + "/some/app";
    static final int PART_BYTES = 5 << 20;

    final S3Server server;
    final BadLine line;
    final S3Session session;
    private final S3Target direct;
    private final S3Target badly;

    S3Scene() throws Exception {
        server = S3Server.start();
        line = new BadLine(server.port());
        session = S3Session.open(settings(server.endpoint()));
        direct = new S3Target(settings(server.endpoint()));
        badly = new S3Target(settings(line.endpoint()));
    }

    static S3Settings settings(URI endpoint) {
        return settings(endpoint, S3Server.ACCESS_KEY, S3Server.SECRET_KEY, 2);
    }

    static S3Settings settings(URI endpoint, String accessKey, String secretKey, int retries) {
        return new S3Settings(
                endpoint.toString(), S3Server.REGION, accessKey, secretKey, true, PART_BYTES >> 20, 5, retries, "none");
    }

    S3Target target() {
        return direct;
    }

    BlobLocation place() {
        return direct.open(PLACE);
    }

    /** The same by the bad line. */
    BlobLocation badPlace() {
        return badly.open(PLACE);
    }

    static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        new Random(bytes).nextBytes(random);
        return random;
    }

    static void put(BlobLocation place, String name, byte[] bytes) throws IOException {
        try (Upload upload = place.create(name)) {
            upload.body().write(bytes);
            upload.commit();
        }
    }

    static byte[] read(BlobLocation place, String name) throws IOException {
        try (InputStream in = place.read(name)) {
            return in.readAllBytes();
        }
    }

    /** Uploads in parts that are not ended. */
    int unfinished() throws IOException {
        return call(client -> client.listMultipartUploads(request -> request.bucket(S3Server.BUCKET))
                .uploads()
                .size());
    }

    <T> T call(Function<S3Client, T> request) throws IOException {
        return session.call("test", S3Server.BUCKET, request);
    }

    @Override
    public void close() throws Exception {
        direct.deactivate();
        badly.deactivate();
        session.close();
        line.close();
        server.close();
    }
}
