// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The data and configuration of this bundle: its system entities, the {@code auth} part of the manifest, and the
 * digests of tokens.
 */
package io.lynchet.auth.schema;
