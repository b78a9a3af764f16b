// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The commands of {@code lynchet.jar}. */
package io.lynchet.launcher.command;
