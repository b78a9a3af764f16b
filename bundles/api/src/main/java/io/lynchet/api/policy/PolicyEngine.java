// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.policy;

import io.lynchet.api.manifest.PolicyRule;
import io.lynchet.api.schema.Schema;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A replaceable service that parses, checks and compiles policies. Compiled sets stay valid after the service has gone.
 * Thread-safe.
 */
@ConsumerType
public interface PolicyEngine {
    /** Compiles the rules. Never throws for an invalid rule: see {@link PolicySet#diagnostics()}. */
    PolicySet compile(Schema schema, List<PolicyRule> rules);
}
