// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.jar;

import java.io.File;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.connect.ModuleConnector;

/**
 * The connector that resolves the locations {@code cp:NAME} to bundles whose classes are on the launcher's own class
 * path.
 */
public final class FlatBundles implements ModuleConnector {
    private static final String PREFIX = "cp:";

    private final PackedJar jar;

    public FlatBundles(PackedJar jar) {
        this.jar = jar;
    }

    @Override
    public void initialize(File storage, Map<String, String> configuration) {}

    @Override
    public Optional<ConnectModule> connect(String location) {
        if (!location.startsWith(PREFIX)) {
            return Optional.empty();
        }
        FlatBundle bundle = new FlatBundle(jar, location.substring(PREFIX.length()));
        return Optional.of(() -> bundle);
    }

    @Override
    public Optional<BundleActivator> newBundleActivator() {
        return Optional.empty();
    }
}
