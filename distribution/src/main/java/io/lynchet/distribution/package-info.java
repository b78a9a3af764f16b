// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Puts {@code lynchet.jar} and the archive together from bundles, features and files. */
package io.lynchet.distribution;
