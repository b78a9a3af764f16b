// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.s3;

import io.lynchet.api.backup.BackupTarget;
import io.lynchet.api.blob.BlobLocation;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The target that keeps backups in object storage: {@code s3://bucket/prefix}. It connects when the first location is
 * used.
 */
@Component(name = S3Settings.PID, property = BackupTarget.SCHEME + "=s3")
@Designate(ocd = S3Target.Config.class)
public final class S3Target implements BackupTarget {
    private static final Logger LOG = LoggerFactory.getLogger(S3Target.class);

    /** Configuration. */
    @ObjectClassDefinition(name = "Lynchet backups in object storage")
    public @interface Config {
        @AttributeDefinition(
                name = "Endpoint",
                description = "Address of the server, such as https://s3.example.org. Empty: AWS in the region.")
        String endpoint() default "";

        @AttributeDefinition(
                name = "Region",
                description = "Region of the bucket, such as eu-central-1. For servers without regions: us-east-1.")
        String region() default "";

        @AttributeDefinition(name = "Access key", description = "Id of the key that signs the requests.")
        String accessKey() default "";

        @AttributeDefinition(
                name = "Secret key",
                description = "Secret of the access key. Never logged.",
                type = AttributeType.PASSWORD)
        String secretKey() default "";

        @AttributeDefinition(
                name = "Bucket in the path",
                description =
                        "Whether the bucket is in the path of addresses instead of in their host. Many servers other than"
                                + " AWS need true.")
        boolean pathStyle() default false;

        @AttributeDefinition(
                name = "Part size, MiB",
                description =
                        "MiB of one part of a large object. Each upload takes as much memory. An object has at most"
                                + " 10,000 parts. 5 to 1024.",
                min = "5",
                max = "1024")
        int partMib() default 16;

        @AttributeDefinition(
                name = "Time-out",
                description = "Seconds to wait for a connection, and for the next bytes. 1 to 600.",
                min = "1",
                max = "600")
        int timeoutSeconds() default 30;

        @AttributeDefinition(
                name = "Retries",
                description = "Number of retries of a failed request, with growing pauses. 0 to 20.",
                min = "0",
                max = "20")
        int retries() default 5;

        @AttributeDefinition(
                name = "Encryption",
                description =
                        "Encryption that the server is asked for: none leaves it to the bucket, aes256 uses a key of"
                                + " the server, kms the default key of its key management.",
                options = {@Option("none"), @Option("aes256"), @Option("kms")})
        String encryption() default "none";
    }

    private final S3Settings settings;
    private S3Session session;

    @Activate
    public S3Target(Config config) {
        this(new S3Settings(
                config.endpoint().strip(),
                config.region().strip(),
                config.accessKey().strip(),
                config.secretKey().strip(),
                config.pathStyle(),
                config.partMib(),
                config.timeoutSeconds(),
                config.retries(),
                config.encryption()));
    }

    S3Target(S3Settings settings) {
        this.settings = settings;
        if (settings.isInTheClear()) {
            LOG.warn("{}: endpoint is not https, so backups go over the network in the clear.", S3Settings.PID);
        }
    }

    @Override
    public BlobLocation open(String location) {
        S3Location at = S3Location.parse(location);
        settings.requireComplete();
        return new S3BlobLocation(session(), at);
    }

    // The library takes time to start and some memory, which only users of this target pay.
    private synchronized S3Session session() {
        if (session == null) {
            session = S3Session.open(settings);
        }
        return session;
    }

    @Deactivate
    synchronized void deactivate() {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
