// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The policy engine: the component, the compilation of a manifest's policies, and the compiled set. */
package io.lynchet.policy;
