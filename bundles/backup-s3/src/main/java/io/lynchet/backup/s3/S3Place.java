// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.s3;

import io.lynchet.api.backup.BackupPlace;
import io.lynchet.api.backup.StoredObject;
import io.lynchet.api.backup.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What is below a prefix of a bucket; objects are objects. */
final class S3Place implements BackupPlace {
    private static final int NAME_LENGTH_MAX = 300;
    // The same as for files: what is moved from one kind of place to another keeps its names.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    private final S3Session session;
    private final S3Location location;
    private final Leftovers leftovers;

    S3Place(S3Session session, S3Location location) {
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

    /** Foreign keys, such as the folders that some programs make, can't be objects of a place, and are left out. */
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
        // Most servers tell keys in this order, but not all.
        found.sort(Comparator.comparing(StoredObject::name));
        return found;
    }

    private ListObjectsV2Response page(String prefix, String after) throws IOException {
        ListObjectsV2Response page = session.call(
                "list objects",
                location.bucket(),
                client -> client.listObjectsV2(request ->
                        request.bucket(location.bucket()).prefix(prefix).continuationToken(after)));
        // The library takes an answer without a body for an empty one; no objects would be taken for no backups.
        if (page.isTruncated() == null || (page.isTruncated() && page.nextContinuationToken() == null)) {
            throw new IOException("cannot list objects: the answer of the server is cut off. Try again.");
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

    /** Nobody knows. */
    @Override
    public OptionalLong freeBytes() {
        return OptionalLong.empty();
    }

    @Override
    public void close() {
        // The connections are the target's.
    }
}
