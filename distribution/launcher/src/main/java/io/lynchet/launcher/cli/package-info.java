// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The parts of a command of {@code lynchet.jar}: its options, its output, its exit code, and refusals that say what to
 * do.
 */
package io.lynchet.launcher.cli;
