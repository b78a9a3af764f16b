// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.deploy.Deployment.State;
import io.lynchet.testkit.TestBundle;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The deployment thread, when something in a turn of it breaks. */
class DeployErrorTest {
    @TempDir
    Path root;

    static Stream<Error> errors() {
        return Stream.of(
                new OutOfMemoryError("for this test"),
                new StackOverflowError(),
                new NoClassDefFoundError("com/acme/Tools"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorOverOneJar_isToldOfIt_andTheNextOneRuns(Error error) throws Exception {
        AtomicReference<Error> next = new AtomicReference<>();
        try (DropFolder drops = new DropFolder(root)) {
            drops.deployer.deactivate();
            drops.open(breaking(drops.context, next));
            drops.drop("a.jar", TestBundle.named("a").activator(Activators.Fine.class));
            drops.await("a.jar", State.ACTIVE);
            next.set(error);
            drops.drop("b.jar", TestBundle.named("b").activator(Activators.Fine.class));
            assertThat(drops.await("b.jar", State.QUARANTINED).reason()).contains("failed with", error.toString());
            drops.drop("c.jar", TestBundle.named("c").activator(Activators.Fine.class));
            drops.await("c.jar", State.ACTIVE);
            drops.drop("b.jar", TestBundle.named("b").version("2.0.0").activator(Activators.Fine.class));
            drops.awaitVersion("b.jar", "2.0.0");
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorWhileRunningOnesAreTakenOver_isNotTheLastTry_andTheyRunOn(Error error) throws Exception {
        try (DropFolder drops = new DropFolder(root)) {
            drops.drop("a.jar", TestBundle.named("a").activator(Activators.Fine.class));
            drops.await("a.jar", State.ACTIVE);
            List<Long> before = idsOfA(drops.context);
            drops.deployer.deactivate();
            AtomicReference<Error> next = new AtomicReference<>(error);
            drops.open(breaking(drops.context, next));
            drops.await("a.jar", State.ACTIVE);
            assertThat(next).hasValue(null);
            assertThat(before).hasSize(1);
            assertThat(idsOfA(drops.context)).isEqualTo(before);
        }
    }

    private static List<Long> idsOfA(BundleContext context) {
        return Stream.of(context.getBundles())
                .filter(bundle -> "a".equals(bundle.getSymbolicName()))
                .map(Bundle::getBundleId)
                .toList();
    }

    /** The framework, of which the next look at its bundles breaks. */
    private static BundleContext breaking(BundleContext real, AtomicReference<Error> next) {
        return (BundleContext) Proxy.newProxyInstance(
                DeployErrorTest.class.getClassLoader(), new Class<?>[] {BundleContext.class}, (self, method, given) -> {
                    Error error = method.getName().equals("getBundles") ? next.getAndSet(null) : null;
                    if (error != null) {
                        throw error;
                    }
                    try {
                        return method.invoke(real, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
