// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.s3;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/**
 * The parts that a killed process left of large objects: they are invisible, but cost money. The first upload in parts
 * removes them, once for each opened location. It removes only parts so old that no process can be writing them: two
 * days.
 */
final class Leftovers {
    private static final Duration AGE_MIN = Duration.ofDays(2);
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final S3Session session;
    private final S3Location location;
    private boolean ended;

    Leftovers(S3Session session, S3Location location) {
        this.session = session;
        this.location = location;
    }

    /** Removes the parts the first time. A failure is logged and does not fail the backup. */
    synchronized void end(Instant now) {
        if (ended) {
            return;
        }
        ended = true;
        try {
            session.call("list or end uploads", location.bucket(), client -> endBefore(client, now.minus(AGE_MIN)));
        } catch (IOException e) {
            LOG.warn(
                    "{}: the remains of killed processes can't be removed: {}. Let a lifecycle rule of the bucket end"
                            + " unfinished uploads.",
                    location,
                    e.getMessage());
        }
    }

    private int endBefore(S3Client client, Instant limit) {
        int found = 0;
        String[] marker = {null, null};
        boolean more = true;
        while (more) {
            ListMultipartUploadsResponse page = client.listMultipartUploads(request -> request.bucket(location.bucket())
                    .prefix(location.prefix())
                    .keyMarker(marker[0])
                    .uploadIdMarker(marker[1]));
            for (MultipartUpload upload : page.uploads()) {
                boolean ours = upload.key().startsWith(location.prefix());
                if (ours && upload.initiated() != null && upload.initiated().isBefore(limit)) {
                    client.abortMultipartUpload(request ->
                            request.bucket(location.bucket()).key(upload.key()).uploadId(upload.uploadId()));
                    found++;
                    LOG.info("{}: ended an upload of {} that began at {}.", location, upload.key(), upload.initiated());
                }
            }
            marker[0] = page.nextKeyMarker();
            marker[1] = page.nextUploadIdMarker();
            more = Boolean.TRUE.equals(page.isTruncated()) && marker[0] != null;
        }
        return found;
    }
}
