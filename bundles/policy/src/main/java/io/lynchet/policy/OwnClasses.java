// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy;

import java.util.Collection;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.BundleWiring;

/** The classes of this bundle. Rules that were compiled go on after it has been stopped, and a class that is loaded then for the first time is not found any more. */
final class OwnClasses {
    private static final String ROOT = OwnClasses.class.getPackageName().replace('.', '/');
    private static final String ENDING = ".class";

    private OwnClasses() {}

    /** Loads all that were not needed yet. */
    static void load() {
        Bundle bundle = FrameworkUtil.getBundle(OwnClasses.class);
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
            Class.forName(name, true, OwnClasses.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name + " was listed and is not there", e);
        }
    }
}
