// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.backup.BackupTarget;
import io.lynchet.api.blob.BlobLocation;
import io.lynchet.api.blob.StoredObject;
import io.lynchet.api.blob.Upload;
import io.lynchet.launcher.framework.Kernel;
import io.lynchet.launcher.jar.PackedJar;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.s3.S3Server;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The bundle with the client library inside, in the framework of the real jar: all is there that it needs, and it goes
 * without a trace.
 */
final class S3BundleIT {
    private static final String NAME = "io.lynchet.backup.s3";

    @TempDir
    Path folder;

    private S3Server server;

    @BeforeEach
    void start() throws Exception {
        server = S3Server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void usedAndRemoved_itLeavesNoThread_andNoClassLoader() throws Exception {
        Map<String, String> properties =
                Map.of("lynchet.version", "0", "lynchet.data", folder.toString(), "lynchet.dev", "false");
        Map<String, Object> keys = Map.of(
                "endpoint",
                server.endpoint().toString(),
                "region",
                S3Server.REGION,
                "accessKey",
                S3Server.ACCESS_KEY,
                "secretKey",
                S3Server.SECRET_KEY,
                "partMib",
                5,
                "pathStyle",
                true);
        try (PackedJar jar = PackedJar.open();
                Kernel kernel = Kernel.start(
                        jar,
                        List.of(jar.feature("backup-tool"), jar.feature("backup-s3")),
                        Map.of(NAME, keys),
                        properties,
                        folder.resolve("framework"))) {
            WeakReference<ClassLoader> loader = use(kernel.context());
            assertThat(threads()).as("while it is there").isNotEmpty();
            remove(kernel.context());
            Await.until("the end of its threads", () -> threads().isEmpty());
            Await.until("its class loader to be forgotten", () -> {
                System.gc();
                return loader.get() == null;
            });
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.matches("sdk-.*|idle-connection-reaper.*|response-input-stream.*"))
                .collect(Collectors.toList());
    }

    /** All kinds of requests: parts, one piece, list, read, delete, end, and one that is refused. */
    private static WeakReference<ClassLoader> use(BundleContext context) throws Exception {
        ServiceReference<BackupTarget> reference = context.getServiceReferences(
                        BackupTarget.class, "(" + BackupTarget.SCHEME + "=s3)")
                .iterator()
                .next();
        BackupTarget target = context.getService(reference);
        byte[] large = new byte[11 << 20];
        new Random(1).nextBytes(large);
        try (BlobLocation place = target.open("s3://" + S3Server.BUCKET + "/app")) {
            put(place, "large", large);
            put(place, "small", new byte[3]);
            try (Upload given = place.create("given-up")) {
                given.body().write(large);
            }
            try (InputStream in = place.read("large")) {
                assertThat(Arrays.equals(in.readAllBytes(), large)).isTrue();
            }
            place.delete("small");
            assertThat(place.list("")).containsExactly(new StoredObject("large", large.length));
        }
        WeakReference<ClassLoader> loader =
                new WeakReference<>(target.getClass().getClassLoader());
        context.ungetService(reference);
        return loader;
    }

    private static void put(BlobLocation place, String name, byte[] bytes) throws Exception {
        try (Upload upload = place.create(name)) {
            upload.body().write(bytes);
            upload.commit();
        }
    }

    private static void remove(BundleContext context) throws Exception {
        Bundle bundle = Arrays.stream(context.getBundles())
                .filter(one -> NAME.equals(one.getSymbolicName()))
                .findFirst()
                .orElseThrow();
        bundle.uninstall();
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(List.of(bundle));
    }
}
