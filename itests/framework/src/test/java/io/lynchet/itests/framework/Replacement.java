// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.deploy.Deployment;
import io.lynchet.testkit.Await;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.FrameworkWiring;

/** A way in which a part is replaced in the running process. */
@FunctionalInterface
interface Replacement {
    Replacement STOP_AND_START = (app, part) -> {
        part.stop();
        part.start();
    };

    Replacement UPDATE = Replacement::update;

    Replacement DROP_IN_AND_BACK = Replacement::dropIn;

    void on(LivingApp app, Bundle part) throws Exception;

    private static Path jar(Bundle part) {
        return Path.of("target/bundles/"
                + part.getSymbolicName().substring("io.".length()).replace('.', '-') + ".jar");
    }

    private static void update(LivingApp app, Bundle part) throws Exception {
        try (InputStream in = Files.newInputStream(jar(part))) {
            part.update(in);
        }
        CountDownLatch refreshed = new CountDownLatch(1);
        FrameworkWiring wiring = app.context().getBundle().adapt(FrameworkWiring.class);
        assertThat(wiring.getDependencyClosure(List.of(part)))
                .as("who is wired to it")
                .containsExactly(part);
        wiring.refreshBundles(List.of(part), event -> refreshed.countDown());
        Await.open("the refresh", refreshed);
    }

    private static void dropIn(LivingApp app, Bundle part) throws Exception {
        Path arriving = Files.copy(jar(part), app.deploy.resolve("part.jar.tmp"));
        Files.move(arriving, app.deploy.resolve("part.jar"), StandardCopyOption.ATOMIC_MOVE);
        app.await("part.jar", Deployment.State.ACTIVE);
        assertThat(part.getState()).isEqualTo(Bundle.RESOLVED);
        Files.delete(app.deploy.resolve("part.jar"));
        Await.until(
                "the product's own bundle to run again",
                () -> part.getState() == Bundle.ACTIVE && app.dropIns().isEmpty());
    }
}
