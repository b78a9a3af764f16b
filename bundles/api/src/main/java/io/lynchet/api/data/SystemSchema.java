// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.schema.Entity;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A declaration of the system entities of a bundle. Their names begin with an underscore and the bundle's name. They
 * are migrated like an app's entities.
 */
@ConsumerType
public interface SystemSchema {
    /**
     * Returns the wanted entities. The data service calls it again after each change of the service. The names stay the
     * same as long as the service lives.
     */
    List<Entity> entities();
}
