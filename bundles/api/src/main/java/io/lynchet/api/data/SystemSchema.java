// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.schema.Entity;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Declares the system entities of a bundle; their names begin with an underscore and the bundle's name. Migrated like an app's entities. */
@ConsumerType
public interface SystemSchema {
    /** The wanted entities; asked again after each change of the service. The same names as long as the service lives. */
    List<Entity> entities();
}
