// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell;

import org.apache.felix.service.command.Converter;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * The converter of words into bundles, by id or symbolic name, for commands of the framework such as
 * {@code felix:headers}. Gogo's own one is part of its shell, in whose place this one stands.
 */
final class BundleConverter implements Converter {
    private final BundleContext context;

    BundleConverter(BundleContext context) {
        this.context = context;
    }

    /** Returns the bundle; null when there is none, and for other types. */
    @Override
    public Object convert(Class<?> type, Object word) {
        if (type != Bundle.class) {
            return null;
        }
        String text = String.valueOf(word);
        for (Bundle bundle : context.getBundles()) {
            if (text.equals(bundle.getSymbolicName()) || text.equals(Long.toString(bundle.getBundleId()))) {
                return bundle;
            }
        }
        return null;
    }

    /** Returns null, since Gogo prints bundles well enough. */
    @Override
    public CharSequence format(Object value, int level, Converter others) {
        return null;
    }
}
