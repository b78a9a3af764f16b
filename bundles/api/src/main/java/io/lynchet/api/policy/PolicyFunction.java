// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.policy;

import io.lynchet.api.schema.FieldType;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A function that policy expressions can call by name. A bundle registers it as a service; it may come, go and be
 * replaced at any time.
 *
 * <p>It must be pure, fast and thread-safe: it is called once for each row, also on the store's writer thread. An
 * exception, or a result of another kind than declared, denies the access and is logged.
 */
@ConsumerType
public interface PolicyFunction {
    /**
     * Returns the name: an identifier, but no reserved word of the language. Of several functions with one name, the
     * newest serves.
     */
    String name();

    /**
     * Returns the kinds of the arguments, in order. Calls are checked against them when the manifest loads. Must not
     * change.
     */
    List<FieldType.Kind> parameters();

    /** Returns the kind of the result of {@link #apply}. Must not change. */
    FieldType.Kind result();

    /**
     * Returns the value of the function.
     *
     * @param arguments row values of the declared kinds, in order; null for absent ones
     * @return a value of the declared kind, or null for absent
     */
    Object apply(List<Object> arguments);
}
