// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy;

import java.util.Collection;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.BundleWiring;

/**
 * The loading of all classes of this bundle. Compiled rules outlive its stop, and a class that is first needed then is
 * no longer found.
 */
final class ClassPreload {
    private static final String ROOT = ClassPreload.class.getPackageName().replace('.', '/');
    private static final String ENDING = ".class";

    private ClassPreload() {}

    /** Loads the classes that were not needed yet. */
    static void load() {
        Bundle bundle = FrameworkUtil.getBundle(ClassPreload.class);
        BundleWiring wiring = bundle == null ? null : bundle.adapt(BundleWiring.class);
        if (wiring == null) {
            return;
        }
        Collection<String> names = wiring.listResources(
                ROOT, "*" + ENDING, BundleWiring.LISTRESOURCES_LOCAL | BundleWiring.LISTRESOURCES_RECURSE);
        for (String name : names) {
            load(name.substring(0, name.length() - ENDING.length()).replace('/', '.'));
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, true, ClassPreload.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name + " is listed but missing", e);
        }
    }
}
