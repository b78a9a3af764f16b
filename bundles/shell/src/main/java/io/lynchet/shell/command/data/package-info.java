// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Commands about the app's rows, changes, entities and policies. */
package io.lynchet.shell.command.data;
