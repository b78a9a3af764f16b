// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Commands about the store that serves, and its backups. */
package io.lynchet.shell.command.store;
