// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.s3;

import java.net.URI;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.TransientApiMetadata;

/**
 * An S3 server on a free port of this machine, with one bucket. Objects are in memory; requests must be signed with its
 * keys.
 */
public final class S3Server implements AutoCloseable {
    public static final String BUCKET = "backups";
    public static final String REGION = "us-east-1";
    public static final String ACCESS_KEY = "access-key-of-the-test";
    public static final String SECRET_KEY = "secret-key-of-the-test";

    // Some tests break requests off, which would fill the log. Held in a field, since otherwise the level is lost.
    private static final Logger LOG = Logger.getLogger("jclouds");

    static {
        LOG.setLevel(Level.OFF);
    }

    private final BlobStoreContext context;
    private final S3Proxy proxy;

    private S3Server(BlobStoreContext context, S3Proxy proxy) {
        this.context = context;
        this.proxy = proxy;
    }

    /** Starts a server, and returns when it accepts requests. */
    public static S3Server start() throws Exception {
        BlobStoreContext context = ContextBuilder.newBuilder(new TransientApiMetadata())
                .credentials("nobody", "nothing")
                .build(BlobStoreContext.class);
        context.getBlobStore().createContainerInLocation(null, BUCKET);
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(context.getBlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
                .build();
        proxy.start();
        return new S3Server(context, proxy);
    }

    public int port() {
        return proxy.getPort();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Deletes the bucket with all its objects. */
    public void removeBucket() {
        context.getBlobStore().deleteContainer(BUCKET);
    }

    @Override
    public void close() throws Exception {
        proxy.stop();
        context.close();
    }
}
