// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.deploy;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The drop-in bundles and what became of them. Thread-safe, never blocks on a deployment. */
@ProviderType
public interface Deployments {
    /** Header of a bundle's manifest; {@code stop-first} stops the old version before the new one starts, {@code overlap} is the default. */
    String REPLACE_HEADER = "Lynchet-Replace";

    /** Locations of drop-in bundles begin with this, so that others can tell them from the product's own. */
    String LOCATION_PREFIX = "deploy:";

    /** By file name. */
    List<Deployment> list();

    /**
     * Why a bundle does not run, in sentences that name what is missing and who could provide it; or that it runs. Empty when nothing has
     * that name.
     *
     * @param bundle symbolic name, id, or file name
     */
    List<String> why(String bundle);
}
