// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Access to system entities, in which bundles keep their own state, and pages of lists of their rows. */
package io.lynchet.system.rows;
