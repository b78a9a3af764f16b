// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.deploy;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The drop-in bundles and their states. Thread-safe; never blocks on a deployment. */
@ProviderType
public interface Deployments {
    /**
     * The header of a bundle's manifest that sets how it is replaced. {@code stop-first} stops the old version before
     * the new one starts; {@code overlap} is the default.
     */
    String REPLACE_HEADER = "Lynchet-Replace";

    /** The beginning of the locations of drop-in bundles, which distinguishes them from the product's own. */
    String LOCATION_PREFIX = "deploy:";

    /** Returns the deployments by file name. */
    List<Deployment> list();

    /**
     * Explains why a bundle does not run, in sentences that name what is missing and who could provide it; or tells
     * that it runs. Empty when nothing has that name.
     *
     * @param bundle a symbolic name, id, or file name
     */
    List<String> why(String bundle);
}
