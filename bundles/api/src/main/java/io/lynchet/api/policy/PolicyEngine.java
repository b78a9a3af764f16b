// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.policy;

import io.lynchet.api.schema.Schema;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Parses, checks and compiles policies. A replaceable service; compiled sets stay valid after it has gone. Thread-safe. */
@ConsumerType
public interface PolicyEngine {
    /** Never throws for a bad policy: see {@link PolicySet#diagnostics()}. */
    PolicySet compile(Schema schema, List<PolicyRule> rules);
}
