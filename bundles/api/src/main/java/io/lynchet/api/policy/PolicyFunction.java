// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.policy;

import io.lynchet.api.schema.FieldType;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A function that policy expressions can call by name. A bundle registers it as a service; it may come, go and be replaced at any time.
 *
 * <p>It must be pure, fast and thread-safe: it is called once per row, also on the store's writer thread. An exception denies the access
 * and is logged.
 */
@ConsumerType
public interface PolicyFunction {
    /** An identifier, not one of the language's own words. With several of one name the newest serves. */
    String name();

    /** The kinds of the arguments, in order; calls are checked against them when the manifest loads. Must not change. */
    List<FieldType.Kind> parameters();

    /** The kind of what {@link #apply} gives. Must not change. */
    FieldType.Kind result();

    /**
     * @param arguments row values of the declared kinds, in order; null for absent ones
     * @return a value of the declared kind, or null for absent
     */
    Object apply(List<Object> arguments);
}
