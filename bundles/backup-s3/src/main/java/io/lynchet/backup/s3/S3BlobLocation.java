// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.s3;

import io.lynchet.api.blob.BlobLocation;
import io.lynchet.api.blob.StoredObject;
import io.lynchet.api.blob.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A location that is a prefix of a bucket; its objects are those of the bucket. */
final class S3BlobLocation implements BlobLocation {
    private static final int NAME_LENGTH_MAX = 300;
    // The same as for files: backups keep their names when they are copied to another kind of location.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    private final S3Session session;
    private final S3Location location;
    private final Leftovers leftovers;

    S3BlobLocation(S3Session session, S3Location location) {
        this.session = session;
        this.location = location;
        this.leftovers = new Leftovers(session, location);
    }

    private S3Key key(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("name of an object: " + name);
        }
        return new S3Key(location.bucket(), location.prefix() + name);
    }

    private static boolean isName(String name) {
        return name.length() <= NAME_LENGTH_MAX && NAME.matcher(name).matches();
    }

    @Override
    public String location() {
        return location.toString();
    }

    @Override
    public Upload create(String name) {
        return new S3Upload(session, key(name), leftovers);
    }

    @Override
    public InputStream read(String name) throws IOException {
        return S3Download.open(session, key(name));
    }

    /**
     * Lists objects. Foreign keys, such as the folders that some programs create, can't be objects of this location and
     * are left out.
     */
    @Override
    public List<StoredObject> list(String prefix) throws IOException {
        List<StoredObject> found = new ArrayList<>();
        String next = null;
        do {
            ListObjectsV2Response page = page(location.prefix() + prefix, next);
            for (S3Object object : page.contents()) {
                String name = object.key().substring(location.prefix().length());
                if (isName(name)) {
                    found.add(new StoredObject(name, object.size()));
                }
            }
            next = page.isTruncated() ? page.nextContinuationToken() : null;
        } while (next != null);
        // Most servers list keys in this order, but not all.
        found.sort(Comparator.comparing(StoredObject::name));
        return found;
    }

    private ListObjectsV2Response page(String prefix, String after) throws IOException {
        ListObjectsV2Response page = session.call(
                "list objects",
                location.bucket(),
                client -> client.listObjectsV2(request ->
                        request.bucket(location.bucket()).prefix(prefix).continuationToken(after)));
        // The library takes a response without a body for an empty one; no objects would then count as no backups.
        if (page.isTruncated() == null || (page.isTruncated() && page.nextContinuationToken() == null)) {
            throw new IOException("cannot list objects: the response of the server is cut off. Try again.");
        }
        return page;
    }

    @Override
    public void delete(String name) throws IOException {
        S3Key key = key(name);
        try {
            session.call(
                    "delete " + key,
                    key.bucket(),
                    client -> client.deleteObject(
                            request -> request.bucket(key.bucket()).key(key.key())));
        } catch (IOException e) {
            if (!S3Failure.isMissingObject(e)) {
                throw e;
            }
        }
    }

    /** Returns empty: the server does not report it. */
    @Override
    public OptionalLong freeBytes() {
        return OptionalLong.empty();
    }

    @Override
    public void close() {
        // The connections belong to the target.
    }
}
