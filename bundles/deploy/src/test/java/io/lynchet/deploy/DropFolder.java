// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import io.lynchet.api.deploy.Deployment;
import io.lynchet.api.metrics.MetricSink;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.TestBundle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** A deployer in a framework of its own, with a folder to drop things into. */
final class DropFolder implements AutoCloseable {
    private static final String API = "io.lynchet.api.health;version=0.1.0,io.lynchet.api.deploy;version=0.1.0";

    final Path folder;
    final BundleContext context;
    private final Framework framework;
    private final List<String> replaceable;
    DeployComponent deployer;

    private DeployComponent.Config quickConfig() {
        Map<String, Object> values = Map.of(
                "settleMillis", 40,
                "rescanMillis", 100,
                "incompleteMillis", 400,
                "startMillis", 500,
                "checkMillis", 100,
                "stopMillis", 2_000,
                "jarBytesMax", 100_000,
                "filesMax", 20,
                "replaceableParts", replaceable.toArray(String[]::new));
        return (DeployComponent.Config) Proxy.newProxyInstance(
                DeployComponent.Config.class.getClassLoader(),
                new Class<?>[] {DeployComponent.Config.class},
                (proxy, method, arguments) -> values.get(method.getName()));
    }

    DropFolder(Path root, String... replaceable) throws Exception {
        this.replaceable = List.of(replaceable);
        folder = root.resolve("app/deploy");
        Files.createDirectories(folder);
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        root.resolve("framework").toString(),
                        Constants.FRAMEWORK_STORAGE_CLEAN,
                        Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                        Constants.FRAMEWORK_BSNVERSION,
                        Constants.FRAMEWORK_BSNVERSION_MULTIPLE,
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        API,
                        "felix.log.level",
                        "0",
                        "lynchet.app",
                        folder.getParent().toString(),
                        "lynchet.data",
                        root.resolve("data").toString()));
        framework.start();
        Bundle home = installPart(TestBundle.named("io.lynchet.deploy.home"));
        context = home.getBundleContext();
        open();
    }

    void open() throws IOException {
        open(context);
    }

    /** With what the deployer is to see of the framework. */
    void open(BundleContext seen) throws IOException {
        deployer = new DeployComponent(seen, quickConfig());
        deployer.activate();
    }

    /** Installs and starts a bundle that did not come through the folder. */
    Bundle installPart(TestBundle bundle) throws Exception {
        Bundle part = framework
                .getBundleContext()
                .installBundle(
                        "part:" + framework.getBundleContext().getBundles().length,
                        new ByteArrayInputStream(bundle.bytes()));
        part.start();
        return part;
    }

    void drop(String file, TestBundle bundle) {
        bundle.dropInto(folder, file);
    }

    void delete(String file) throws IOException {
        Files.delete(folder.resolve(file));
    }

    /** Waits until that file is in that state and returns it. */
    Deployment await(String file, Deployment.State state) {
        try {
            Await.until(
                    file + " to be " + state,
                    () -> find(file) != null && find(file).state() == state);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; it is " + find(file), e);
        }
        return find(file);
    }

    /** What a counter of the deployer says. */
    double counted(String counter) {
        Map<String, Double> counters = new HashMap<>();
        deployer.report((MetricSink) Proxy.newProxyInstance(
                MetricSink.class.getClassLoader(), new Class<?>[] {MetricSink.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("counter")) {
                        counters.put((String) arguments[0], (Double) arguments[3]);
                    }
                    return null;
                }));
        return counters.get(counter);
    }

    void awaitVersion(String file, String version) {
        Await.until(file + " to run " + version, () -> {
            Deployment found = find(file);
            return found != null && found.state() == Deployment.State.ACTIVE && version.equals(found.version());
        });
    }

    Deployment find(String file) {
        return deployer.list().stream()
                .filter(d -> d.file().equals(file))
                .findFirst()
                .orElse(null);
    }

    /** Bundles of that name in whatever state. */
    List<Bundle> bundles(String symbolicName) {
        return Arrays.stream(context.getBundles())
                .filter(b -> symbolicName.equals(b.getSymbolicName()))
                .toList();
    }

    @Override
    public void close() throws Exception {
        deployer.deactivate();
        framework.stop();
        framework.waitForStop(10_000);
    }
}
