// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The deployment thread: it compares the folders with the running bundles, deploys or rolls back, supervises bundles,
 * and diagnoses those that do not run.
 */
package io.lynchet.deploy;
