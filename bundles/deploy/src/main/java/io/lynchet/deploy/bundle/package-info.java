// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * Single bundles: to install, start, stop and remove one within a time limit, to check that it works, and to say why it
 * does not.
 */
package io.lynchet.deploy.bundle;
