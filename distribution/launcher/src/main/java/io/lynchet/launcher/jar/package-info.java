// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The parts that are packed in {@code lynchet.jar}: bundles, features, files. */
package io.lynchet.launcher.jar;
